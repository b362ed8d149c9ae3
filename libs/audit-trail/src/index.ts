export {
  AUDIT_EVENTS,
  LOGGED_OPERATIONS,
  type AuditedDecision,
  type AuditEvent,
  type AuditRecord,
  type LoggedOperation,
  type MadeFrom,
} from './audit-record.ts';
export { committed, entryHashOf, record, recordAll, recordCommitted, type CommittedRecord } from './record.ts';
export { Sequencer, type SequencerOptions } from './sequencer.ts';
export { openShipped, sealedTo, type ShippedRecord } from './shipped-record.ts';
export { auditTopic } from './audit-topic.ts';
export { auditPromise, AUDIT_PROMISE_HEADER, AUDIT_PROMISE_TYPE } from './audit-promise.ts';
export { auditTrailMigrations } from './migrations.ts';
export { auditSamples } from './audit-samples.ts';
