// The algebra rows are narrowed in: each form simplified where it is made, and saying the same for it.
import { describe, expect, it } from '@jest/globals';
import { all, any, anyOf, atMost, atom, conjuncts, every, not, replaced, type Formula } from './formula.ts';

const [A, B, C] = ['a', 'b', 'c'].map((word) => atom('item', 'markers', 'any', [word])) as [Formula, Formula, Formula];
const MAYBE: Formula = 'unknown';

describe('a test', () => {
  it('of nothing to be found among is never so', () => {
    expect(atom('item', 'priority', 'among')).toBe(false);
    expect(atom('item', 'markers', 'any', [])).toBe(false);
  });

  it('for all of nothing is always so', () => expect(atom('item', 'markers', 'all')).toBe(true));

  it.each(['within', 'empty', 'has', 'true'] as const)('%s stands without values', (is) =>
    expect(atom('subject', 'cases', is)).toEqual({ atom: { of: 'subject', attribute: 'cases', is, values: [] } }),
  );

  it('is the same whatever the order of its values, and however often one stands', () =>
    expect(atom('item', 'markers', 'all', ['b', 'a', 'b'])).toEqual({
      atom: { of: 'item', attribute: 'markers', is: 'all', values: ['a', 'b'] },
    }));
});

describe('all of', () => {
  it.each<[what: string, parts: Formula[], whole: Formula]>([
    ['nothing is so', [], true],
    ['one is that one', [A], A],
    ['what is so anyway needs no saying', [true, A, true], A],
    ['what is never so is never so', [A, false, MAYBE], false],
    ['what is said twice is said once', [A, B, A], { all: [A, B] }],
    ['what is itself several is said in one row', [{ all: [A, B] }, C], { all: [A, B, C] }],
    ['alternatives stay together', [{ any: [A, B] }, C], { all: [{ any: [A, B] }, C] }],
    ['something and its contrary is never so', [A, B, not(A)], false],
    ['something and the contrary of another is as it stands', [A, not(B)], { all: [A, not(B)] }],
    ['two unknowns are two', [any([A, MAYBE]), not(any([A, MAYBE]))], { all: [any([A, MAYBE]), not(any([A, MAYBE]))] }],
  ])('%s', (_what, parts, whole) => expect(all(parts)).toEqual(whole));
});

describe('any of', () => {
  it.each<[what: string, parts: Formula[], whole: Formula]>([
    ['nothing is not so', [], false],
    ['one is that one', [A], A],
    ['what is never so needs no saying', [false, A, false], A],
    ['what is so anyway is so', [A, true, MAYBE], true],
    ['what is said twice is said once', [A, B, A], { any: [A, B] }],
    ['what is itself alternatives is said in one row', [{ any: [A, B] }, C], { any: [A, B, C] }],
    ['what belongs together stays together', [{ all: [A, B] }, C], { any: [{ all: [A, B] }, C] }],
    ['something or its contrary is always so', [A, B, not(A)], true],
  ])('%s', (_what, parts, whole) => expect(any(parts)).toEqual(whole));
});

describe('not', () => {
  it('turns what is known, leaves what is not, and undoes itself', () => {
    expect([not(true), not(false), not(MAYBE), not(A), not(not(A))]).toEqual([false, true, MAYBE, { not: A }, A]);
  });
});

describe('every subject', () => {
  it('is needed by what is said of one', () => {
    expect([every(true), every(false), every(A)]).toEqual([true, { every: false }, { every: A }]);
  });
});

describe('what has to be so', () => {
  it('is each part of all of them, or the whole', () => {
    expect(conjuncts(all([A, B]))).toEqual([A, B]);
    for (const one of [A, any([A, B]), MAYBE, true]) expect(conjuncts(one)).toEqual([one]);
  });

  it.each<[what: string, parts: Formula[], whole: Formula]>([
    ['nothing in common', [A, B], any([A, B])],
    ['one in common of three', [all([A, B]), all([C, A])], all([A, any([B, C])])],
    ['one that two of three have', [all([A, B]), all([A, C]), B], any([all([A, B]), all([A, C]), B])],
    ['one that is impossible', [false, all([A, B]), all([A, C])], all([A, any([B, C])])],
    ['one that is a part of the other', [A, all([A, B])], A],
    ['none at all', [], false],
    ['none that is possible', [false, false], false],
  ])('is said in front of alternatives: %s', (_what, parts, whole) => expect(anyOf(parts)).toEqual(whole));
});

describe('a formula with parts put in the place of others', () => {
  const put = (part: Formula): Formula | null => (JSON.stringify(part) === JSON.stringify(A) ? C : null);

  it.each<[from: Formula, to: Formula]>([
    [A, C],
    [B, B],
    [MAYBE, MAYBE],
    [true, true],
    [all([A, B]), all([C, B])],
    [any([A, B]), any([C, B])],
    [not(A), not(C)],
    [every(A), every(C)],
    [every(any([B, not(A)])), every(any([B, not(C)]))],
    [all([A, not(C)]), false],
  ])('%j', (from, to) => expect(replaced(from, put)).toEqual(to));

  it('is what is put for the whole', () => {
    const whole = all([A, B]);
    expect(replaced(whole, (part) => (part === whole ? true : null))).toBe(true);
  });
});

describe('a formula with nothing unknown in it', () => {
  it.each<[from: Formula, to: Formula]>([
    [MAYBE, true],
    [A, A],
    [false, false],
    [all([A, MAYBE]), A],
    [any([A, MAYBE]), true],
    [every(MAYBE), true],
    [every(all([A, MAYBE])), every(A)],
    [not(all([A, MAYBE])), true],
    [not(any([A, MAYBE])), not(A)],
    [not(every(any([A, MAYBE]))), not(every(A))],
    [not(not(all([A, MAYBE]))), A],
    [all([B, not(all([A, not(any([C, MAYBE]))]))]), all([B, not(all([A, not(true)]))])],
  ])('%j', (from, to) => expect(atMost(from)).toEqual(to));
});
