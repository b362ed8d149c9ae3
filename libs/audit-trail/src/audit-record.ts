// What an audit record is: who did what, when, to whom, on which basis; field names, never field contents (I10).
import { TerminalFault } from '@gatehouse/service-kit/faults';

/** The operations that must be logged (DPA 2018, section 62; LED article 25). */
export const LOGGED_OPERATIONS = [
  'collection',
  'alteration',
  'consultation',
  'disclosure',
  'combination',
  'erasure',
] as const;
export type LoggedOperation = (typeof LOGGED_OPERATIONS)[number];

/** Every kind of audited act; each is described in docs/audit-events.md. */
export const AUDIT_EVENTS = [
  'command-accepted',
  'command-refused',
  'disclosed',
  'withheld',
  'replayed',
  'replay-withheld',
  'standing-decided',
  'standing-changed',
  'sent',
  'received',
  'acknowledged',
  'read',
  'refused',
  'evaluated',
  'records-read',
  'duty-called',
  'nobody-on-duty',
  'escalated',
  'notice-sent',
  'notice-failed',
  'lane-change-intended',
  'lane-changed',
  'lane-change-failed',
  'timer-change-intended',
  'timer-changed',
  'timer-change-failed',
] as const;
export type AuditEvent = (typeof AUDIT_EVENTS)[number];

export interface AuditRecord {
  /** UUID */
  recordId: string;
  /** the service that did it */
  source: string;
  /** RFC 3339, UTC, by the source's clock */
  at: string;
  event: AuditEvent;
  operation: LoggedOperation;
  actor: { agency: string; person: string | null; unit: string | null; roles: string[] };
  /** the people it is about: HMAC references under the oversight key, never identifiers */
  subjects: string[];
  item: { id: string; product: string } | null;
  action: string;
  /** field names as shape paths, such as `subjects[].name` */
  fields: string[];
  purpose: string | null;
  caseRef: string | null;
  /** instrument and version, such as `kz-prisons-police@1` */
  agreements: string[];
  decision: AuditedDecision | null;
  emergency: boolean;
  correlationId: string;
  /** whose question it would have been, where a system of his agency asked for him */
  askedAbout?: { person: string; unit: string; roles: string[] };
  /** the receiving party, where something was sent */
  recipient?: string;
}

export interface AuditedDecision {
  effect: string;
  reason: string;
  /** every failing reason, in order of evaluation */
  reasonsInOrder: string[];
  obligations: string[];
  masked?: { ref: string; reason: string }[];
  bundleVersion: number | null;
  /** of a page: candidates that were not shown on it, by the reason of each */
  hidden?: Record<string, number>;
  /** by what it can be made again: digests, never a value; absent where nothing was kept to make it again from */
  madeFrom?: MadeFrom;
}

export interface MadeFrom {
  /** SHA-256 of the bundle as it was signed, and of the rules beside it; base64url */
  bundle: string;
  rules: string;
  /** SHA-256 of the sources that decided; absent in records older than this */
  program?: string;
  /** SHA-256 over the digests of every input of every decision the record is about; absent for a duty, whose inputs the record itself has */
  inputs?: string;
}

const FIELD_NAME = /^[^\s"]{1,200}$/u;

/**
 * Refuses a record outside the closed lists, or one whose field names are texts.
 * @throws TerminalFault 'audit-record' naming what is wrong, without the value
 */
export const checkAuditRecord = (record: AuditRecord): void => {
  const refuse = (what: string): never => {
    throw new TerminalFault(`an audit record cannot be written: ${what}`, { code: 'audit-record' });
  };
  if (!AUDIT_EVENTS.includes(record.event)) refuse('its event is not in the closed list');
  if (!LOGGED_OPERATIONS.includes(record.operation)) refuse('its operation is not in the closed list');
  if (record.source === '') refuse('it names no source');
  if (Number.isNaN(Date.parse(record.at))) refuse('its time is not a time');
  if (!record.fields.every((field) => FIELD_NAME.test(field))) refuse('a field name is not a name');
};
