// Step 7 for tables of counts (cases rule 10; NMR 10, 85; LED 4(3)). Promise: no cell under ten is published, nor can it be had by
// taking the other cells of its row from the row's total, nor by comparing with an answer given before; what is published is
// rounded. What has not the form of such a table is not published at all.
import type { Question } from './question.ts';

const LEAST = 10;
const ROUNDED_TO = 5;

export interface Counts {
  /** exact paths whose subtrees are suppressed */
  suppressed: string[];
  /** numbers to publish instead of the true ones, by exact path */
  values: Record<string, number>;
  /** a total differs so little from one answered before that the difference is a few people */
  differencing: boolean;
}

interface CountRow {
  total: number | null;
  cells: number[];
  /** what else the row says: which people it counts */
  label: string;
}

type Members = Record<string, unknown>;

const isMembers = (value: unknown): value is Members =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const rowOf = (row: unknown): CountRow | null => {
  if (!isMembers(row)) return null;
  const { total = null, cells, ...label } = row;
  if (!Array.isArray(cells) || !(total === null || isCount(total))) return null;
  const counts = cells.map((cell: unknown) => (isMembers(cell) ? cell['count'] : undefined));
  return counts.every(isCount) ? { total, cells: counts, label: JSON.stringify(label) } : null;
};

const rowsOf = (table: unknown): CountRow[] | null => {
  const rows = isMembers(table) && Array.isArray(table['rows']) ? table['rows'].map(rowOf) : [null];
  return rows.every((row) => row !== null) ? rows : null;
};

/** Numbers of the cells that fall: those that are small and, where it is one alone, the next smallest. */
const fallingCells = (cells: number[]): number[] => {
  const bySize = cells.map((count, at) => ({ count, at })).toSorted((a, b) => a.count - b.count);
  const small = bySize.filter(({ count }) => count < LEAST).length;
  return bySize.slice(0, small === 1 ? 2 : small).map(({ at }) => at);
};

/** A total falls when it is small itself, or when it is what the one cell of its row would have said. */
const totalFalls = ({ total, cells }: CountRow, falling: number[]): boolean =>
  total !== null && (total < LEAST || (cells.length === 1 && falling.length === 1));

const rounded = (count: number): number => Math.round(count / ROUNDED_TO) * ROUNDED_TO;

const isNear = (row: CountRow, earlier: CountRow): boolean => {
  const difference = Math.abs((row.total ?? 0) - (earlier.total ?? 0));
  return row.label === earlier.label && difference > 0 && difference < LEAST;
};

/** What may be published of an item's counts; null when it holds no table of counts. An earlier answer that is none counts as near. */
export const countsOf = ({ item, request }: Question): Counts | null => {
  const rows = rowsOf(item?.payload);
  if (!rows) return null;
  const suppressed = rows.flatMap((row, n) => {
    const falling = fallingCells(row.cells);
    const cells = falling.map((at) => `rows[${n}].cells[${at}]`);
    return totalFalls(row, falling) ? [...cells, `rows[${n}].total`] : cells;
  });
  const published = rows.flatMap(({ total, cells }, n): [string, number][] => [
    ...(total === null ? [] : [[`rows[${n}].total`, rounded(total)] as [string, number]]),
    ...cells.map((count, at): [string, number] => [`rows[${n}].cells[${at}].count`, rounded(count)]),
  ]);
  const earlier = (request.previousQueries ?? []).map(rowsOf);
  return {
    suppressed,
    values: Object.fromEntries(published),
    differencing:
      request.question === 'aggregate' &&
      earlier.some((table) => !table || table.some((one) => rows.some((row) => isNear(row, one)))),
  };
};
