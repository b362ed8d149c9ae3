// Whether a row is as a formula says, as a database would find it.
import type { RowFacts } from './columns.ts';
import type { Atom, Formula } from './formula.ts';

export interface Row {
  product: string;
  originator: string;
  facts: RowFacts;
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : [value as string]);

const tested = ({ is, values }: Atom, value: unknown): boolean => {
  const day = values[0] ?? '';
  switch (is) {
    case 'has':
      return value !== undefined;
    case 'true':
      return value === true;
    case 'empty':
      return Array.isArray(value) && value.length === 0;
    case 'all':
      return values.every((one) => texts(value).includes(one));
    case 'within':
      return texts(value).every((one) => values.includes(one));
    case 'before':
      return typeof value === 'string' && value < day;
    case 'until':
      return typeof value === 'string' && value <= day;
    default:
      return texts(value).some((one) => values.includes(one));
  }
};

/** @param subject the one it is about, below what is said of every subject */
export const isSo = (formula: Formula, row: Row, subject: Record<string, unknown> = {}): boolean => {
  if (typeof formula === 'boolean') return formula;
  if (formula === 'unknown') throw new Error('nobody can tell');
  if ('atom' in formula) {
    const { of, attribute } = formula.atom;
    const record = { row, item: row.facts, subject }[of] as unknown as Record<string, unknown>;
    return tested(formula.atom, record[attribute]);
  }
  if ('all' in formula) return formula.all.every((part) => isSo(part, row, subject));
  if ('any' in formula) return formula.any.some((part) => isSo(part, row, subject));
  if ('every' in formula) return row.facts.subjects.every((one) => isSo(formula.every, row, one));
  return !isSo(formula.not, row, subject);
};
