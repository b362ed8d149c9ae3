// A formula with what it cannot do without in front: a database finds rows by that, and it is shorter. Promise: the same rows.
import { all, keyOf, not, replaced, type Formula } from './formula.ts';

/** The tests in a formula, outside of what is said of each subject. */
const testsIn = (formula: Formula, found = new Map<string, Formula>()): Map<string, Formula> => {
  if (typeof formula !== 'object' || 'every' in formula) return found;
  if ('atom' in formula) found.set(keyOf(formula), formula);
  else if ('not' in formula) testsIn(formula.not, found);
  else for (const part of 'all' in formula ? formula.all : formula.any) testsIn(part, found);
  return found;
};

const assumed = (formula: Formula, test: Formula, holds: boolean): Formula => {
  const key = keyOf(test);
  return replaced(formula, (part) => (keyOf(part) === key ? holds : null));
};

// Trying out doubles with each test: beyond this a formula is left as it stands.
const TRIED_AT_MOST = 200;

/** Whether no row can be as the formula says, as far as the tries go. */
const isImpossible = (formula: Formula, tries: { left: number }): boolean => {
  if (typeof formula === 'boolean') return !formula;
  tries.left -= 1;
  const [test] = testsIn(formula).values();
  if (test === undefined || tries.left <= 0) return false;
  return isImpossible(assumed(formula, test, true), tries) && isImpossible(assumed(formula, test, false), tries);
};

/** The same formula, beginning with the tests without which, or with which, it never holds. */
export const decisive = (formula: Formula): Formula => {
  const needed: Formula[] = [];
  let rest = formula;
  for (const test of testsIn(formula).values())
    for (const holds of [true, false]) {
      if (!isImpossible(assumed(rest, test, !holds), { left: TRIED_AT_MOST })) continue;
      needed.push(holds ? test : not(test));
      rest = assumed(rest, test, holds);
      break;
    }
  return all([...needed, rest]);
};
