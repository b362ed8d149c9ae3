// Counts (README, rule 10): cells under ten are suppressed, and with one of a row the next smallest of it; the rest is rounded to five.
import type { View } from './view.ts';

interface Row {
  total?: number;
  cells?: { count: number }[];
}

export interface Counts {
  /** the leaves' elements that are suppressed */
  suppressed: string[];
  /** the counts as they are published */
  values: Record<string, number>;
}

const SMALL = 10;

const rounded = (count: number): number => Math.round(count / 5) * 5;

const rowsOf = ({ cell }: View): Row[] => {
  const rows = cell.item.payload['rows'];
  return Array.isArray(rows) ? (rows as Row[]) : [];
};

/** Counts leave as an answer in counts and no other way; and such an answer holds nothing else. */
export const mayBeAnswered = ({ cell }: View, path: string): boolean => {
  const counted = isTable(cell.item.payload) && path.startsWith('rows[');
  return counted === (cell.request.question === 'aggregate');
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
  return { suppressed, values };
};

/** What a row is about: everything it says but its counts. */
const labelOf = (row: Row): string =>
  JSON.stringify(Object.entries(row).filter(([key]) => key !== 'total' && key !== 'cells'));

const isTable = (value: unknown): value is { rows: Required<Row>[] } => {
  const { rows } = value as { rows?: Row[] };
  return Array.isArray(rows) && rows.every(({ total, cells }) => typeof total === 'number' && Array.isArray(cells));
};

/** A total close to, and not on, an earlier one of the same row tells of the few who make the difference. What cannot be read as a
 * table cannot be compared, and is refused; an item that is none has nothing to compare. */
export const isDifferencing = (view: View): boolean =>
  view.cell.request.question === 'aggregate' &&
  rowsOf(view).length > 0 &&
  (view.cell.request.previousQueries ?? []).some(
    (earlier) =>
      !isTable(earlier) ||
      rowsOf(view).some((row) =>
        earlier.rows.some(
          (before) =>
            labelOf(before) === labelOf(row) &&
            before.total !== row.total &&
            Math.abs(before.total - (row.total ?? before.total)) < SMALL,
        ),
      ),
  );
