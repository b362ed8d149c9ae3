// Which tests of a column Cedar's operators become, whichever side the column is on; and of what nothing can be said.
import { describe, expect, it } from '@jest/globals';
import { Extension, type Value } from '../closures/value.ts';
import { comparison, isEmpty, membership, sameness } from './column-tests.ts';
import { COLUMNS } from './columns.ts';
import { atom, not, type Atom, type Formula } from './formula.ts';
import type { Residue } from './partial.ts';

const column = (attribute: string): Residue => ({ column: COLUMNS.item.get(attribute)! });
const known = (value: Value): Residue => ({ known: value });
const at = (text: string) => new Extension('datetime', Date.parse(text));
const [TEXT, SET, DAY, YES] = ['priority', 'markers', 'reviewBy', 'withdrawn'].map(column) as [
  Residue,
  Residue,
  Residue,
  Residue,
];
const ofSet = (is: Atom['is'], ...values: string[]): Formula => atom('item', 'markers', is, values);
const ofText = (...values: string[]): Formula => atom('item', 'priority', 'among', values);
const NOTHING: Residue[] = [null, { record: 'item' }, { formula: true }, TEXT, SET, DAY, YES];

it.each<[left: Residue, right: Residue, test: Formula]>([
  [TEXT, known('x'), ofText('x')],
  [known('x'), TEXT, ofText('x')],
  [TEXT, known(1), 'unknown'],
  [TEXT, known(['x']), 'unknown'],
  [SET, known('x'), 'unknown'],
  [DAY, known('2026-11-22'), 'unknown'],
  [YES, known(true), 'unknown'],
  [known('x'), known('x'), 'unknown'],
  ...NOTHING.map((other): [Residue, Residue, Formula] => [TEXT, other, 'unknown']),
])('%j is %j: %j', (left, right, test) => expect(sameness(left, right)).toEqual(test));

describe('contains', () => {
  it.each<[left: Residue, right: Residue, test: Formula]>([
    [SET, known('x'), ofSet('any', 'x')],
    [SET, known(1), 'unknown'],
    [SET, known(['x']), 'unknown'],
    [known(['x', 'y']), TEXT, ofText('x', 'y')],
    [known([]), TEXT, false],
    [known(['x', 1]), TEXT, 'unknown'],
    [known('x'), TEXT, 'unknown'],
    [known(['x']), SET, 'unknown'],
    [known(['2026-11-22']), DAY, 'unknown'],
    [known(['x']), known('x'), 'unknown'],
    ...NOTHING.flatMap((other): [Residue, Residue, Formula][] => [
      [SET, other, 'unknown'],
      [other, TEXT, 'unknown'],
    ]),
  ])('%j %j: %j', (left, right, test) => expect(membership('contains')(left, right)).toEqual(test));
});

describe.each([
  ['containsAny', 'any', 'any'],
  ['containsAll', 'all', 'within'],
] as const)('%s', (form, ofLeft, ofRight) => {
  it.each<[left: Residue, right: Residue, test: Formula]>([
    [SET, known(['x', 'y']), ofSet(ofLeft, 'x', 'y')],
    [known(['x', 'y']), SET, ofSet(ofRight, 'x', 'y')],
    [SET, known('x'), 'unknown'],
    [known('x'), SET, 'unknown'],
    [SET, known(['x', 1]), 'unknown'],
    [known(['x', 1]), SET, 'unknown'],
    [TEXT, known(['x']), 'unknown'],
    [known(['x']), TEXT, 'unknown'],
    [known(['x']), known(['x']), 'unknown'],
    ...NOTHING.flatMap((other): [Residue, Residue, Formula][] => [
      [SET, other, 'unknown'],
      [other, SET, 'unknown'],
    ]),
  ])('%j %j: %j', (left, right, test) => expect(membership(form)(left, right)).toEqual(test));

  it('of an empty set', () => {
    expect(membership(form)(SET, known([]))).toBe(form === 'containsAll');
    expect(membership(form)(known([]), SET)).toEqual(form === 'containsAll' ? ofSet('within') : false);
  });
});

it.each<[of: Residue, test: Formula]>([
  [SET, ofSet('empty')],
  [TEXT, 'unknown'],
  [null, 'unknown'],
  [known([]), 'unknown'],
])('%j is empty: %j', (of, test) => expect(isEmpty(of)).toEqual(test));

describe('a day', () => {
  const before = (day: string): Formula => atom('item', 'reviewBy', 'before', [day]);
  const until = (day: string): Formula => atom('item', 'reviewBy', 'until', [day]);
  const D = '2026-11-22';

  it.each<['<' | '<=' | '>' | '>=', Formula, Formula]>([
    ['<', before(D), not(until(D))],
    ['<=', until(D), not(before(D))],
    ['>', not(until(D)), before(D)],
    ['>=', not(before(D)), until(D)],
  ])('%s another, and the other way round', (form, ofColumn, ofKnown) => {
    const day = known(at(`${D}T00:00:00Z`));
    expect(comparison(form)(DAY, day)).toEqual(ofColumn);
    expect(comparison(form)(day, DAY)).toEqual(ofKnown);
  });

  it('may lie long before this time', () => {
    expect(comparison('<')(DAY, known(at('1066-10-14T00:00:00Z')))).toEqual(before('1066-10-14'));
    expect(comparison('<')(DAY, known(at('1969-12-31T00:00:00Z')))).toEqual(before('1969-12-31'));
  });

  it.each<[what: string, other: Residue]>([
    ['an instant within a day', known(at('2026-11-22T00:00:00.001Z'))],
    ['a duration', known(new Extension('duration', 0))],
    ['a number', known(0)],
    ['a text', known('2026-11-22')],
    ['a year of five figures', known(new Extension('datetime', 253_402_300_800_000))],
    ['a year before the first', known(new Extension('datetime', -62_198_755_200_000))],
    ['a day no calendar has', known(new Extension('datetime', 86_400_000n * (10n ** 8n + 1n)))],
    ['nothing', null],
    ['another column', DAY],
  ])('is not compared with %s', (_what, other) => {
    expect([comparison('<')(DAY, other), comparison('<')(other, DAY)]).toEqual(['unknown', 'unknown']);
  });

  it('is not what another column holds', () => {
    const day = known(at('2026-11-22T00:00:00Z'));
    expect([TEXT, SET, YES, null].map((one) => comparison('<=')(one, day))).toEqual(Array(4).fill('unknown'));
  });
});
