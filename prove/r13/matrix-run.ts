// Every cell is put to the program and to the oracle. What parts is counted by pattern, each with the smallest cell that shows it.
import type { Answer, Cell } from './case.ts';
import { cellOf, nameOf, type Recipe } from './cells.ts';
import { differencesOf, patternOf, type Difference } from './compare.ts';
import { expected } from './oracle/expected.ts';
import { product, type Decide } from './product.ts';

export interface Group {
  pattern: string;
  cells: number;
  smallest: Recipe;
  differences: Difference[];
}

export interface Run {
  cells: number;
  differing: number;
  groups: Group[];
  /** how often each reason was right, by effect */
  coverage: Map<string, Map<string, number>>;
}

/** Where the program parts from the oracle on a cell; a cell it cannot decide parts as a whole. */
export const judged = (cell: Cell, decide: Decide): Difference[] => {
  const right = expected(cell);
  try {
    return differencesOf(right, decide(cell));
  } catch (error) {
    return [{ member: 'effect', right: right.effect, given: `not decided: ${(error as Error).message.slice(0, 80)}` }];
  }
};

/** A recipe without every change that the pattern can do without. */
const smallest = (recipe: Recipe, pattern: string): Recipe => {
  for (const change of recipe.changes) {
    const less = { ...recipe, changes: recipe.changes.filter((other) => other !== change) };
    if (patternOf(judged(cellOf(less), product)) === pattern) return smallest(less, pattern);
  }
  return recipe;
};

/** Puts every recipe to both. */
export const runMatrix = (all: Recipe[]): Run => {
  const run: Run = { cells: 0, differing: 0, groups: [], coverage: new Map() };
  for (const recipe of all) {
    const cell = cellOf(recipe);
    run.cells += 1;
    cover(run, expected(cell));
    add(run, recipe, judged(cell, product));
  }
  run.groups.sort((a, b) => b.cells - a.cells);
  return run;
};

const cover = ({ coverage }: Run, { effect, reasonsInOrder }: Answer): void => {
  for (const reason of reasonsInOrder) {
    const effects = coverage.get(reason) ?? new Map<string, number>();
    coverage.set(reason, effects.set(effect, (effects.get(effect) ?? 0) + 1));
  }
};

const add = (run: Run, recipe: Recipe, differences: Difference[]): void => {
  if (differences.length === 0) return;
  run.differing += 1;
  const pattern = patternOf(differences);
  const known = run.groups.find((group) => group.pattern === pattern);
  if (known) known.cells += 1;
  else run.groups.push({ pattern, cells: 1, smallest: smallest(recipe, pattern), differences });
};

/** A group in words. */
export const groupLine = ({ pattern, cells, smallest: recipe }: Group): string => {
  const differences = judged(cellOf(recipe), product);
  const lines = differences.map(
    ({ member, right, given }) => `      ${member}: right ${right}\n        given ${given}`,
  );
  return [`  ${cells} cells: ${pattern}`, `    ${nameOf(recipe)}`, ...lines].join('\n');
};
