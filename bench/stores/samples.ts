// What every contender writes: an event of some 300 bytes of JSON, and the audit record of the command behind it.
import type { AuditRecord } from '@gatehouse/audit-trail';
import type { EventTypes } from '@gatehouse/event-store';
import { randomUUID } from 'node:crypto';

export const AT = new Date('2026-11-23T09:00:00Z');

const TEXT =
  'Heard on the second landing that (invented) was asked twice to carry a letter out, and that he was told what would follow.';

export const EVENTS: EventTypes = { Noted: [] };

/** Of a type and with a form that nothing here decides on. */
export const sampleEvent = (n = 0): { type: string; data: { n: number; reportId: string; text: string } } => ({
  type: 'Noted',
  data: { n, reportId: randomUUID(), text: TEXT },
});

export const METADATA = {
  correlationId: '0'.repeat(32),
  actor: { agency: 'kz-prison-service', person: 'po-aidos' },
  purpose: 'PREVENT_SERIOUS_HARM',
};

/** The record of one accepted command. */
export const sampleRecord = (source = 'prison-intelligence'): AuditRecord => ({
  recordId: randomUUID(),
  source,
  at: AT.toISOString(),
  event: 'command-accepted',
  operation: 'collection',
  actor: { agency: 'kz-prison-service', person: 'po-aidos', unit: 'security', roles: ['analyst'] },
  subjects: ['reference-of-somebody'],
  item: { id: 'report-1', product: 'prison-intelligence.intelligence-report.v1' },
  action: 'EvaluateReport',
  fields: ['paragraphs[].text', 'paragraphs[].grade'],
  purpose: 'PREVENT_SERIOUS_HARM',
  caseRef: null,
  agreements: [],
  decision: null,
  emergency: false,
  correlationId: '0'.repeat(32),
});
