// The cells of the matrix. Each is one of the written questions, without its answer, with some members set to something else: every
// agency and role with every product, purpose and state of the agreement; every value of every member alone; many of them together.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agreementChanges } from './changes/agreements.ts';
import type { Change } from './changes/change.ts';
import { itemChanges } from './changes/items.ts';
import { matrixRecipes } from './changes/matrix.ts';
import { peopleChanges } from './changes/people.ts';
import { requestChanges } from './changes/requests.ts';
import { termChanges } from './changes/terms.ts';
import { dice, type Dice } from './dice.ts';
import type { Cell } from './case.ts';

/** A written question and what is changed in it. */
export interface Recipe {
  template: Cell;
  changes: Change[];
}

const folder = join(import.meta.dirname, '../../tests/cases/need-to-know');

const questionIn = (file: string): Cell => {
  const {
    title: _t,
    story: _s,
    basis: _b,
    expected: _e,
    ...cell
  } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Cell &
    Record<'title' | 'story' | 'basis' | 'expected', unknown>;
  return cell;
};

/** The written questions. */
export const templates = (): Cell[] =>
  readdirSync(folder)
    .filter((file) => /^N\d+\.json$/.test(file))
    .sort()
    .map(questionIn);

/** Every change there is. */
export const allChanges: Change[] = [
  ...agreementChanges,
  ...itemChanges,
  ...peopleChanges,
  ...requestChanges,
  ...termChanges,
];

/** The cell of a recipe: a copy of its template with its changes made in their order. */
export const cellOf = ({ template, changes }: Recipe): Cell => {
  const cell = structuredClone(template);
  for (const { apply } of changes) apply(cell);
  return cell;
};

export const nameOf = ({ template, changes }: Recipe): string =>
  [template.id, ...changes.map(({ name }) => name)].join(' + ');

/** Some changes of different members, in the order in which all are listed. */
const together = ({ pick }: Dice, count: number): Change[] => {
  const chosen: Change[] = [];
  while (chosen.length < count) {
    const next = pick(allChanges);
    if (chosen.every(({ member }) => member !== next.member)) chosen.push(next);
  }
  return allChanges.filter((change) => chosen.includes(change));
};

const PAIRS = 8_000;
const CROWDS = 8_000;
const SEED = 20_261_123;

/** All recipes; those that are drawn are drawn alike each time. */
export const recipes = (): Recipe[] => {
  const written = templates();
  const random = dice(SEED);
  const drawn = (count: number, size: () => number) =>
    Array.from({ length: count }, () => ({ template: random.pick(written), changes: together(random, size()) }));
  return [
    ...written.map((template) => ({ template, changes: [] })),
    ...written.flatMap((template) => allChanges.map((change) => ({ template, changes: [change] }))),
    ...drawn(PAIRS, () => 2),
    ...drawn(CROWDS, () => 3 + random.below(4)),
    ...matrixRecipes(written),
  ];
};

/** Every so-manieth recipe, so that a short run sees something of everything. */
export const sampleOf = <T>(all: T[], count: number): T[] => {
  const random = dice(SEED);
  return Array.from({ length: count }, () => random.pick(all));
};
