// What it means to ask for a field by name: a path all of whose fields are of one category names that category. The product says
// what fields there are, so the answer is the same whether or not the item has one.
import { names } from './paths.ts';
import type { View } from './view.ts';

/** The paths a request asks by name whose fields are all of a category. */
export const pathsNamed = ({ cell }: View, category: string): string[] => {
  const known = Object.entries(cell.item.categories);
  return (cell.request.fields ?? []).filter((path) => {
    const named = known.filter(([field]) => names(path, field));
    return named.length > 0 && named.every(([, of]) => of === category);
  });
};

/** Whether a request names a field of a category. */
export const fieldsNamed = (view: View, category: string): boolean => pathsNamed(view, category).length > 0;
