// What a recipient has to know to decide like the originator: the conditions, findings and dates of the item and of all it
// was made from. A derived item is as strict as its strictest part (domain reference 6).
import type { ItemFacts } from '@gatehouse/policy';

type Inherited = Pick<ItemFacts, 'handling' | 'markers' | 'destroyBy'>;

/** The item's own handling, findings and date of destruction united with those of its parts. */
export const inherited = (item: Pick<ItemFacts, 'handling' | 'markers' | 'destroyBy' | 'derivedFrom'>): Inherited => {
  const parts = item.derivedFrom ?? [];
  const conditions = [item.handling, ...parts.map(({ handling }) => handling)].flatMap((one) => one.conditions);
  const distinct = new Map(conditions.map((condition) => [JSON.stringify(condition), condition]));
  const dates = [item.destroyBy, ...parts.map(({ destroyBy }) => destroyBy)].filter((date) => date !== null);
  return {
    handling: {
      code: parts.some(({ handling }) => handling.code === 'C') ? 'C' : item.handling.code,
      conditions: [...distinct.values()],
    },
    markers: [...new Set([...item.markers, ...parts.flatMap(({ markers }) => markers)])].sort(),
    destroyBy: dates.toSorted()[0] ?? null,
  };
};
