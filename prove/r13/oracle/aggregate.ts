// Counts (README, rule 10): cells under ten are suppressed, and with one of a row the next smallest of it; the rest is rounded to five.
import type { View } from './view.ts';

interface Row {
  total?: number;
  cells?: { count: number }[];
}

export interface Counts {
  /** the leaves' elements that are suppressed */
  suppressed: string[];
  values: Record<string, number>;
  /** totals as they are published */
  differs: boolean;
}

const SMALL = 10;

const rounded = (count: number): number => Math.round(count / 5) * 5;

const rowsOf = ({ cell }: View): Row[] => {
  const rows = cell.item.payload['rows'];
  return Array.isArray(rows) ? (rows as Row[]) : [];
};

const hiddenCells = ({ cells = [] }: Row): number[] => {
  const small = cells.flatMap(({ count }, index) => (count < SMALL ? [index] : []));
  if (small.length !== 1) return small;
  const next = cells
    .map(({ count }, index) => ({ count, index }))
    .filter(({ index }) => !small.includes(index))
    .toSorted((a, b) => a.count - b.count)[0];
  return next === undefined ? small : [...small, next.index];
};

/** What is published of a table of counts. */
export const countsOf = (view: View): Counts => {
  const suppressed: string[] = [];
  const values: Record<string, number> = {};
  for (const [index, row] of rowsOf(view).entries()) {
    const hidden = hiddenCells(row);
    suppressed.push(...hidden.map((cell) => `rows[${index}].cells[${cell}]`));
    if (row.total !== undefined && row.total >= SMALL) values[`rows[${index}].total`] = rounded(row.total);
    if (row.total !== undefined && row.total < SMALL) suppressed.push(`rows[${index}].total`);
    for (const [cell, { count }] of (row.cells ?? []).entries())
      if (!hidden.includes(cell)) values[`rows[${index}].cells[${cell}].count`] = rounded(count);
  }
  return { suppressed, values, differs: isDifferencing(view) };
};

const totalsIn = (value: unknown): number[] => {
  if (Array.isArray(value)) return value.flatMap(totalsIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'number' && /(^|\.)total$/.test(key) ? [inner] : totalsIn(inner),
  );
};

/** A total that lies close to, and not on, one that was answered before tells of the few who make the difference. */
const isDifferencing = (view: View): boolean => {
  const earlier = totalsIn(view.cell.request.previousQueries ?? []);
  const now = rowsOf(view).flatMap(({ total }) => (total === undefined ? [] : [total]));
  return now.some((total) => earlier.some((before) => before !== total && Math.abs(before - total) < SMALL));
};
