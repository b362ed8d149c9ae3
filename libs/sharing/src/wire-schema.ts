// What a message must look like before anything is done with it. A correct signature says who sent it, not that it is
// well-formed: what does not fit is parked, and never reaches a database or a decision.
import { misfitOf } from './misfit.ts';

const text = { type: 'string', minLength: 1, maxLength: 512 };
const instant = { type: 'string', format: 'date-time', maxLength: 40 };
const day = { type: ['string', 'null'], format: 'date' };
const strings = { type: 'array', maxItems: 100, items: text };
const object = <P extends object>(properties: P, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});

const condition = object({ code: text, date: { type: 'string', format: 'date' }, list: strings }, ['code']);
const KNOWN = { ref: text, role: { enum: ['MAIN', 'OTHER'] }, category: text, cases: strings, auditRef: text };
const subject = object({ ...KNOWN, statusVersion: { type: 'integer', minimum: 0 } }, Object.keys(KNOWN));

const law = {
  type: 'array',
  maxItems: 100,
  items: object({ agreement: text, instrument: text, article: text }, ['agreement', 'instrument']),
};

const OPTIONAL = {
  grades: { type: 'array', maxItems: 1000, items: object({ scale: text, source: text, information: text }) },
  violenceIndicator: { type: 'boolean' },
  mentions: { type: 'array', maxItems: 1000, items: object({ path: text, refs: strings }) },
  reviewDue: { type: 'string', format: 'date' },
  about: object({
    itemId: { type: 'string', format: 'uuid' },
    kind: { enum: ['correction', 'withdrawal', 'clearance'] },
  }),
};

const ENVELOPE_FIELDS = {
  messageId: { type: 'string', format: 'uuid' },
  eventId: { type: 'string', format: 'uuid' },
  type: text,
  schemaVersion: text,
  itemId: { type: 'string', format: 'uuid' },
  product: text,
  disclosureId: { type: 'string', format: 'uuid' },
  originator: text,
  unit: text,
  recipient: text,
  occurredAt: instant,
  recordedAt: instant,
  publishedAt: instant,
  purpose: text,
  caseRef: { type: ['string', 'null'], maxLength: 512 },
  basis: object({ kind: text, agreements: { ...strings, minItems: 1 }, law }, ['kind', 'agreements']),
  underVersions: { type: 'object', additionalProperties: { type: 'integer' } },
  ...OPTIONAL,
  classification: text,
  handling: object({ code: text, conditions: { type: 'array', maxItems: 20, items: condition } }),
  markers: strings,
  priority: { enum: ['ROUTINE', 'PRIORITY', 'IMMEDIATE'] },
  subjects: { type: 'array', minItems: 1, maxItems: 100, items: subject },
  reviewBy: day,
  destroyBy: day,
  obligations: strings,
  degraded: { type: 'boolean' },
  order: object({ key: text, sequence: { type: 'integer', minimum: 1 }, predecessor: { type: ['string', 'null'] } }),
  traceId: text,
  payload: { type: 'object' },
};
/** The envelope as it stands inside signature and encryption; `payload` is the disclosed product. */
export const ENVELOPE = object(
  ENVELOPE_FIELDS,
  Object.keys(ENVELOPE_FIELDS).filter((name) => !(name in OPTIONAL)),
);

/** A receipt as it stands inside signature and encryption. */
export const RECEIPT = object({
  receiptId: { type: 'string', format: 'uuid' },
  kind: { enum: ['delivered', 'read', 'acknowledged', 'actioned'] },
  messageId: { type: 'string', format: 'uuid' },
  disclosureId: { type: 'string', format: 'uuid' },
  itemId: { type: 'string', format: 'uuid' },
  from: text,
  to: text,
  at: instant,
  by: { type: ['string', 'null'], maxLength: 128 },
});

/** Where a verified payload does not fit its schema: a JSON pointer, never a value; null when it fits. */
export const misfitOfEnvelope = misfitOf(ENVELOPE);
export const misfitOfReceipt = misfitOf(RECEIPT);
