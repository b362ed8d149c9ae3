// Whether every planted bug is seen: on some cell where the program is right, the program with the bug has to be wrong.
import { allChanges, cellOf, nameOf, templates, type Recipe } from './cells.ts';
import { judged } from './matrix-run.ts';
import { mutations, type Mutation } from './mutations.ts';
import { product } from './product.ts';

export interface Seen {
  name: string;
  /** the first cell that shows it; null where none does */
  by: string | null;
}

/** The written questions with each change that brings about what a bug touches, then as they are. */
const recipesFor = ({ after }: Mutation): Recipe[] => {
  const changes = allChanges.filter(({ name }) => after.includes(name));
  const written = templates();
  return [
    ...changes.flatMap((change) => written.map((template) => ({ template, changes: [change] }))),
    ...written.map((template) => ({ template, changes: [] })),
  ];
};

const seenBy = (mutation: Mutation): Seen => {
  const bugged = mutation.plant(product);
  const shows = recipesFor(mutation).find((recipe) => {
    const cell = cellOf(recipe);
    return judged(cell, bugged).length > 0 && judged(cell, product).length === 0;
  });
  return { name: mutation.name, by: shows === undefined ? null : nameOf(shows) };
};

/** Each planted bug with the cell that shows it. */
export const seenMutations = (): Seen[] => mutations.map(seenBy);
