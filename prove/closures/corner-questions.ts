// Questions at the edges of the random schema: one that fits, and that one with a single thing of it changed.
import type { Request } from '@gatehouse/policy/closures';
import { DATETIME_TEXTS, DECIMAL_TEXTS, DURATION_TEXTS } from './corner-texts.ts';
import type { Rules } from './contract-rules.ts';

const extension = (fn: string, arg: unknown) => ({ __extn: { fn, arg } });
const person = (id: unknown, type: unknown = 'T::Person') => ({ __entity: { type, id } });

const FITTING = {
  flow: 'x@1/1',
  n: 1,
  s: 'a',
  b: true,
  strings: ['a', 'b'],
  inner: { n: 1 },
  owner: person('anna'),
  at: extension('datetime', '2026-11-22'),
  span: extension('duration', '1d'),
  price: extension('decimal', '1.5'),
};

const request = (change: Partial<Request> = {}): Request => ({
  principal: { type: 'T::Person', id: 'anna' },
  action: { type: 'T::Action', id: 'low' },
  resource: { type: 'T::Thing', id: 'anna' },
  context: FITTING,
  ...change,
});

const VALUES: unknown[] = ['a', '', '\ud800', 0, 1, -1, 0.5, true, null, [], ['a'], [1], [null], {}, { n: 1 }];
const NUMBERS = [-0, 1e21, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 2 ** 60, 2 ** 63, -(2 ** 63), -(2 ** 63) * 1.001, 1e-7];

/** Under an escape and without; with what an escape may not hold. */
const escapes = (fn: string, texts: readonly string[], good: string): unknown[] => [
  ...texts,
  extension(fn, good),
  extension(fn, ''),
  ...['datetime', 'duration', 'decimal', 'ip'].map((other) => extension(other, good)),
  { fn, arg: good },
  { fn, arg: good, more: 1 },
  { fn },
  { arg: good },
  { __extn: good },
  { __extn: null },
  { __extn: { fn, arg: good, more: 1 } },
  { __extn: { fn, arg: good }, more: 1 },
  { __extn: { fn, arg: [good] } },
  { __entity: { fn, arg: good } },
  extension(fn, 1),
];

const OF: Record<string, unknown[]> = {
  flow: ['x@1/2', 'z@1/1', ''],
  n: NUMBERS,
  m: NUMBERS,
  t: ['ünï', '😀', '\udc00a'],
  strings: [['a', 'a'], ['\ud800'], ['a', null], [['a']], { 0: 'a', length: 1 }],
  longs: [[1, 2, 2], [2 ** 60], [1, 0.5], [1, '1']],
  nested: [[[1], []], [[1], 1], [1], [[]], [['a']]],
  records: [[{ n: 1 }, { n: 2 }], [{ n: 1, m: 1 }], [{}], [{ n: 'a' }], [{ n: undefined }]],
  people: [
    [person('anna'), { type: 'T::Person', id: 'berik' }],
    [person('anna'), 'anna'],
    [person('anna', 'T::Thing')],
  ],
  inner: [
    { n: 1, s: 'b' },
    { n: 1, s: undefined },
    { n: 1, s: 2 },
    { n: 1, more: 1 },
    { n: 1, more: undefined },
    { n: 1, toString: 1 },
    { n: 1, deep: { at: '2026-11-22' } },
    { n: 1, deep: { at: '2026-11-22', 'odd name': 7, b: false } },
    { n: 1, deep: {} },
    { n: 1, deep: { at: '2026-11-22', b: 'false' } },
    { s: 'b' },
  ],
  owner: [
    person('berik'),
    person(''),
    person(1),
    person('anna', 'T::Thing'),
    person('anna', 1),
    { type: 'T::Person', id: 'berik' },
    { type: 'T::Thing', id: 'anna' },
    { type: 'T::Person' },
    { id: 'anna' },
    { type: 'T::Person', id: 'anna', more: 1 },
    { __entity: { type: 'T::Person', id: 'anna', more: 1 } },
    { __entity: null },
    { __entity: 'anna' },
    { __extn: { type: 'T::Person', id: 'anna' } },
    'T::Person::"anna"',
  ],
  at: escapes('datetime', DATETIME_TEXTS, '2026-11-23'),
  span: escapes('duration', DURATION_TEXTS, '1h'),
  price: escapes('decimal', DECIMAL_TEXTS, '0.5'),
  unheardOf: [1],
  __proto__: [1],
  toString: [1],
};

const changed = (name: string, value: unknown): Request =>
  request({ context: { ...FITTING, ...Object.fromEntries([[name, value]]) } });

/** The question with a single attribute of its context changed, left out or added. */
export const CHANGED: readonly Request[] = [
  ...Object.keys(OF).flatMap((name) => [...VALUES, undefined, ...OF[name]!].map((value) => changed(name, value))),
  ...Object.keys(FITTING).map((left) =>
    request({ context: Object.fromEntries(Object.entries(FITTING).filter(([name]) => name !== left)) }),
  ),
  ...[{}, null, [], [FITTING], 'text', 1].map((context) => request({ context })),
];

const NAMED = ['anna', 'berik', '', '\ud800'].flatMap((id) =>
  ['T::Person', 'T::Thing', 'T::Nobody', 'Person', ''].map((type) => ({ type, id })),
);

/** By others, about others, of other actions and flows. */
export const OF_OTHERS: readonly Request[] = [
  ...['low', 'other', 'apart', 'top', 'middle', 'nothing'].flatMap((id) => [
    request({ action: { type: 'T::Action', id } }),
    request({ action: { type: 'T::Action', id }, principal: { type: 'T::Thing', id: 'berik' } }),
    request({ action: { type: 'T::Action', id }, resource: { type: 'T::Person', id: 'berik' } }),
  ]),
  request({ action: { type: 'Action', id: 'low' } }),
  ...NAMED.map((principal) => request({ principal })),
  ...NAMED.map((resource) => request({ resource })),
  ...['x@1/2', 'z@9/9', '', 'constructor'].map((flow) => changed('flow', flow)),
  ...['x@1/1', 'z@9/9'].map((flow) => request({ context: { ...FITTING, flow, s: 'x@1/1', strings: [flow], n: 2 } })),
];

/** Tells what was read. */
export const READING: Rules = Object.fromEntries(
  [
    'context.n > 1',
    'context.n == 9007199254740991 + 1',
    'context.n == 9007199254740991 * 128 + 128',
    'context.m < 0',
    'context has m',
    'context.s == "a"',
    'context has t && context.t == "😀"',
    'context.b',
    'context has c && context.c',
    'context.strings == ["a"]',
    'context.longs.contains(2)',
    'context.nested.contains([])',
    'context.records.contains({"n": 2})',
    'context.inner has s',
    'context.inner == {"n": 1}',
    'context has inner.deep && context.inner.deep.at == context.at',
    'context.inner.deep["odd name"] == 7',
    'context has inner.deep.b && !context.inner.deep.b',
    'context.owner == T::Person::"anna"',
    'context.people.contains(T::Person::"berik")',
    'context.at == datetime("2026-11-22")',
    'context.at > datetime("2026-11-22T12:34:56Z")',
    'context.at.toTime() == duration("12h34m56s")',
    'context.span == duration("1d")',
    'context.span.toMilliseconds() > 3600000',
    'context.price == decimal("1.5")',
    'context.price.lessThan(decimal("0.0"))',
    'context has unheardOf',
    'context has toString',
  ].map((condition) => [condition, `permit (principal, action, resource) when { ${condition} };`]),
);
