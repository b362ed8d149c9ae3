import { randomUUID } from 'node:crypto';
import type { AuditRecord } from './audit-record.ts';

/** An audit record of an invented act. */
export const auditRecord = (changes: Partial<AuditRecord> = {}): AuditRecord => ({
  recordId: randomUUID(),
  source: 'police-liaison',
  at: '2026-03-02T09:00:00.000Z',
  event: 'read',
  operation: 'consultation',
  actor: { agency: 'kz-police', person: 'po-aidos', unit: 'almaty-ct-desk', roles: ['police-liaison'] },
  subjects: ['reference-of-somebody'],
  item: { id: 'alert-1', product: 'prison-intelligence.intelligence-alert.v1' },
  action: 'open',
  fields: ['subjects[].name', 'summary'],
  purpose: 'INVESTIGATE',
  caseRef: 'KZ-2026-17',
  agreements: ['kz-prisons-police@1'],
  decision: {
    effect: 'PERMIT',
    reason: 'CONTRACT_MATCH',
    reasonsInOrder: ['CONTRACT_MATCH'],
    obligations: [],
    bundleVersion: 1,
  },
  emergency: false,
  correlationId: '0'.repeat(32),
  ...changes,
});
