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

const plainRecipes = (): Recipe[] => {
  const written = templates();
  const single = allChanges.flatMap((change) => written.map((template) => ({ template, changes: [change] })));
  return [...written.map((template) => ({ template, changes: [] })), ...single];
};

const seenBy = ({ name, plant }: Mutation, recipes: Recipe[]): Seen => {
  const bugged = plant(product);
  const shows = recipes.find((recipe) => {
    const cell = cellOf(recipe);
    return judged(cell, bugged).length > 0 && judged(cell, product).length === 0;
  });
  return { name, by: shows === undefined ? null : nameOf(shows) };
};

/** Each planted bug with the cell that shows it. */
export const seenMutations = (): Seen[] => {
  const recipes = plainRecipes();
  return mutations.map((mutation) => seenBy(mutation, recipes));
};
