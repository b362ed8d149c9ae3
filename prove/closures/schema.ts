// A schema that has every type rules can be compiled for: what the random rules and questions are about.
export const RANDOM_SCHEMA = `
namespace T {
  entity Person, Thing;
  type Inner = { n: Long, s?: String, deep?: { b?: Bool, at: datetime, "odd name"?: Long } };
  action top;
  action middle in [top];
  action low in [middle] appliesTo { principal: [Person], resource: [Thing, Person], context: Inside };
  action other in [top] appliesTo { principal: [Person], resource: [Thing], context: Inside };
  action apart appliesTo { principal: [Person, Thing], resource: [Thing], context: Inside };
  type Inside = {
    flow: String, n: Long, m?: Long, s: String, t?: String, b: Bool, c?: Bool,
    strings: Set<String>, texts?: Set<String>, longs?: Set<Long>, nested?: Set<Set<Long>>, records?: Set<{ n: Long }>,
    inner: Inner, other?: Inner, owner: Person, people?: Set<Person>,
    at: datetime, until?: datetime, span: duration, lasts?: duration, price: decimal, cost?: decimal,
  };
}`;

export type Type =
  | 'Bool'
  | 'Long'
  | 'String'
  | 'datetime'
  | 'duration'
  | 'decimal'
  | 'Person'
  | 'Inner'
  | 'Deep'
  | 'One'
  | { set: Type };

interface Attribute {
  type: Type;
  optional?: true;
}

const setOf = (set: Type): Type => ({ set });

/** The attributes of each record type of the schema. */
export const RECORDS: Record<string, Record<string, Attribute>> = {
  One: { n: { type: 'Long' } },
  Deep: {
    b: { type: 'Bool', optional: true },
    at: { type: 'datetime' },
    'odd name': { type: 'Long', optional: true },
  },
  Inner: { n: { type: 'Long' }, s: { type: 'String', optional: true }, deep: { type: 'Deep', optional: true } },
  Context: {
    flow: { type: 'String' },
    n: { type: 'Long' },
    m: { type: 'Long', optional: true },
    s: { type: 'String' },
    t: { type: 'String', optional: true },
    b: { type: 'Bool' },
    c: { type: 'Bool', optional: true },
    strings: { type: setOf('String') },
    texts: { type: setOf('String'), optional: true },
    longs: { type: setOf('Long'), optional: true },
    nested: { type: setOf(setOf('Long')), optional: true },
    records: { type: setOf('One'), optional: true },
    inner: { type: 'Inner' },
    other: { type: 'Inner', optional: true },
    owner: { type: 'Person' },
    people: { type: setOf('Person'), optional: true },
    at: { type: 'datetime' },
    until: { type: 'datetime', optional: true },
    span: { type: 'duration' },
    lasts: { type: 'duration', optional: true },
    price: { type: 'decimal' },
    cost: { type: 'decimal', optional: true },
  },
};

export const FLOWS = ['', 'x@1/1', 'x@1/2', 'y@3/1'];
export const TEXTS = ['', 'a', 'ab', 'b*a', 'x@1/1', 'ünï', '😀a', '__proto__', 'constructor', 'length'];
export const LONGS = [0, 1, 2, 3, -1, 72, 4_000_000_000, -4_000_000_000, 9_007_199_254_740_991, -9_007_199_254_740_991];
export const DATETIMES = [
  '2026-11-22',
  '2026-11-22T00:00:00Z',
  '1969-12-31T23:59:59.999Z',
  '2024-02-29',
  '2026-11-22T01:30:00+0130',
  '1970-01-01',
  '0000-01-01',
  '9999-12-31T23:59:59.999-2359',
];
export const NO_DATETIMES = [
  '2026-02-29',
  '2026-11-22T24:00:00Z',
  '2026-11-22 00:00:00Z',
  '2026-11-22T00:00:00+2400',
  '',
];
export const DURATIONS = ['0ms', '1d', '-1d', '1d2h3m4s5ms', '86400000ms', '-9223372036854775808ms', '106751991167d'];
export const NO_DURATIONS = ['', '-', '1h1d', '1.5d', '+1d', '9223372036854775808ms', '106751991168d'];
export const DECIMALS = ['0.0', '1.0', '1.00', '-0.5', '12.3456', '922337203685477.5807', '-922337203685477.5808'];
export const NO_DECIMALS = ['1', '1.', '.5', '1.23456', '922337203685477.5808', '+1.0'];
export const PEOPLE = ['anna', 'berik', ''];
