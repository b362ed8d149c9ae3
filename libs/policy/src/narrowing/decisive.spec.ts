// A formula begins with what it cannot do without, and says the same.
import { expect, it } from '@jest/globals';
import { decisive } from './decisive.ts';
import { all, any, atom, every, not, type Formula } from './formula.ts';

const [A, B, C] = ['a', 'b', 'c'].map((word) => atom('item', 'markers', 'any', [word])) as [Formula, Formula, Formula];

it.each<[what: string, from: Formula, to: Formula]>([
  ['a test alone', A, A],
  ['what every way needs', any([all([A, B]), all([A, C])]), all([A, any([B, C])])],
  ['what every way rules out', any([all([not(A), B]), all([not(A), C])]), all([not(A), any([B, C])])],
  ['what is needed behind a not', not(any([A, all([B, not(B)])])), not(A)],
  ['what is needed on the whole alone', all([any([A, B]), any([A, not(B)])]), A],
  ['nothing that is needed', any([A, B]), any([A, B])],
  ['a test of each subject is tried with none', all([A, every(any([B, C]))]), all([A, every(any([B, C]))])],
  ['what is so for subjects is left as it stands', every(all([A, B])), every(all([A, B]))],
  ['what is so anyway', true, true],
  ['what is never so', false, false],
  ['what is not known', 'unknown', 'unknown'],
  ['what is not known beside what is', any([all([A, 'unknown']), all([A, B])]), all([A, any(['unknown', B])])],
])('%s', (_what, from, to) => expect(decisive(from)).toEqual(to));

/** A, or else each of so many tests both so and not so: every way of them has to be tried to see that A is needed. */
const neededAfterAll = (tests: number): Formula => {
  const ways = Array.from({ length: tests }, (_, n) => atom('item', 'markers', 'any', [`m${n}`])).reduce<Formula[][]>(
    (before, test) =>
      before.flatMap((way) => [
        [...way, test],
        [...way, not(test)],
      ]),
    [[A]],
  );
  return all(ways.map(any));
};

it.each([2, 3, 8])('finds what is needed by trying out %i other tests', (tests) =>
  expect(decisive(neededAfterAll(tests))).toEqual(A),
);

it('takes nothing to be needed that is not in a single way', () => {
  const { all: ways } = neededAfterAll(3) as { all: Formula[] };
  for (const left of [0, 5, 7]) {
    const formula = all(ways.toSpliced(left, 1));
    expect(decisive(formula)).toEqual(formula);
  }
});

it('leaves a formula as it stands where trying it out would take too long', () => {
  const formula = neededAfterAll(9);
  expect(decisive(formula)).toEqual(formula);
});
