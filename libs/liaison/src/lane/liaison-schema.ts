// The form of a message between the keeper of the instruments and a party. What does not fit has no effect and gets no receipt.
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

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

const notice = object({
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
});

const count = { type: 'integer', minimum: 0 };
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

const ajv = new Ajv2020({ allowUnionTypes: true });
formats.default(ajv);
const isMessage = ajv.compile(
  object({
    messageId: id,
    from: name,
    to: name,
    at: instant,
    correlationId: { ...name, maxLength: 512 },
    body: { oneOf: BODIES },
  }),
);

/** Where a verified payload does not fit: a JSON pointer, never a value; null when it fits. */
export const misfitOfMessage = (value: unknown): string | null =>
  isMessage(value) ? null : (isMessage.errors?.[0]?.instancePath ?? '/');
