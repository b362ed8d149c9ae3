// The form of a message between the keeper of the instruments and a party. What does not fit has no effect and gets no receipt.
import { misfitOf } from '@gatehouse/sharing';

const id = { type: 'string', format: 'uuid' };
const name = { type: 'string', minLength: 1, maxLength: 128 };
const instant = { type: 'string', format: 'date-time', maxLength: 40 };
const day = { type: 'string', format: 'date' };
const or = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
const object = <P extends object>(properties: P) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const count = { type: 'integer', minimum: 0 };

const told = {
  noticeId: id,
  instrumentId: name,
  step: name,
  version: or({ type: 'integer', minimum: 1 }),
  at: instant,
  by: name,
  parties: { type: 'array', maxItems: 100, items: name },
  daysLeft: or({ type: 'integer' }),
  clause: or(name),
  owner: or(name),
  due: or(day),
  scope: or({
    type: 'object',
    properties: { kind: { enum: ['all', 'party', 'category'] }, party: name, category: name },
    required: ['kind'],
    additionalProperties: false,
  }),
  reason: or({ type: 'string', maxLength: 1000 }),
};
const cutOff = object({
  bundleVersion: { type: 'integer', minimum: 1 },
  begunAt: instant,
  services: count,
  acknowledged: count,
  late: count,
  byLease: count,
});
const notice = { ...object({ ...told, cutOff }), required: Object.keys(told) };

const rows = (properties: Record<string, object>) => ({
  type: 'array',
  maxItems: 100,
  items: object({ recipient: name, ...properties }),
});

const report = object({
  reportId: id,
  instrumentId: name,
  from: day,
  to: day,
  acknowledged: rows({ inTime: count, late: count, missed: count, waiting: count }),
  corrections: rows({ open: count, overdue: count }),
});

const BODIES = [
  object({ kind: { const: 'notices' }, notices: { type: 'array', minItems: 1, maxItems: 100, items: notice } }),
  object({ kind: { const: 'performance' }, report }),
  object({ kind: { const: 'receipt' }, of: id }),
];

/** A message as it stands inside signature and encryption. */
export const MESSAGE = object({
  messageId: id,
  from: name,
  to: name,
  at: instant,
  correlationId: { ...name, maxLength: 512 },
  body: { oneOf: BODIES },
});

/** Where a verified payload does not fit: a JSON pointer, never a value; null when it fits. */
export const misfitOfMessage = misfitOf(MESSAGE);
