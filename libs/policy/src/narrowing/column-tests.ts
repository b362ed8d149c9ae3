// Cedar's operators between a column and what is known, as tests of that column; anything else is unknown.
import { Extension, isSet, type Value } from '../closures/value.ts';
import type { Column } from './columns.ts';
import { atom, not, type Atom, type Formula } from './formula.ts';
import type { Residue } from './partial.ts';

const DAY_MS = 86_400_000;

const columnIn = (partial: Residue): Column | null => (partial && 'column' in partial ? partial.column : null);

const knownIn = (partial: Residue): Value | undefined => (partial && 'known' in partial ? partial.known : undefined);

const test = ({ of, attribute }: Column, is: Atom['is'], values: readonly string[] = []): Formula =>
  atom(of, attribute, is, values);

const textsIn = (value: Value | undefined): string[] | null =>
  value !== undefined && isSet(value) && value.every((one) => typeof one === 'string') ? [...value] : null;

/** `==` of a text. */
export const sameness = (left: Residue, right: Residue): Formula => {
  const column = columnIn(left) ?? columnIn(right);
  const value = knownIn(left) ?? knownIn(right);
  return column?.type === 'text' && typeof value === 'string' ? test(column, 'among', [value]) : 'unknown';
};

const SET_TESTS = { contains: 'any', containsAny: 'any', containsAll: 'all' } as const;

/** `contains`, `containsAny` and `containsAll`, whichever side is the column. */
export const membership =
  (form: keyof typeof SET_TESTS) =>
  (left: Residue, right: Residue): Formula => {
    const [ofLeft, ofRight] = [columnIn(left), columnIn(right)];
    if (ofLeft?.type === 'set') {
      const value = knownIn(right);
      const texts = form === 'contains' ? (typeof value === 'string' ? [value] : null) : textsIn(value);
      return texts ? test(ofLeft, SET_TESTS[form], texts) : 'unknown';
    }
    const texts = textsIn(knownIn(left));
    if (!ofRight || !texts) return 'unknown';
    if (form === 'contains') return ofRight.type === 'text' ? test(ofRight, 'among', texts) : 'unknown';
    if (ofRight.type !== 'set') return 'unknown';
    return test(ofRight, form === 'containsAny' ? 'any' : 'within', texts);
  };

export const isEmpty = (of: Residue): Formula => {
  const column = columnIn(of);
  return column?.type === 'set' ? test(column, 'empty') : 'unknown';
};

/** The day of a point in time that is the beginning of one; null for any other value. */
const dayOf = (value: Value | undefined): string | null => {
  if (!(value instanceof Extension) || value.name !== 'datetime') return null;
  const at = Number(value.as('datetime'));
  const text = at % DAY_MS === 0 && Math.abs(at) < 8e15 ? new Date(at).toISOString() : '';
  return /^\d{4}-/.test(text) ? text.slice(0, 10) : null;
};

const TURNED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** Comparison of days, whichever side is the column. */
export const comparison =
  (form: keyof typeof TURNED) =>
  (left: Residue, right: Residue): Formula => {
    const column = columnIn(left) ?? columnIn(right);
    const day = dayOf(knownIn(left) ?? knownIn(right));
    if (column?.type !== 'day' || day === null) return 'unknown';
    switch (columnIn(left) ? form : TURNED[form]) {
      case '<':
        return test(column, 'before', [day]);
      case '<=':
        return test(column, 'until', [day]);
      case '>':
        return not(test(column, 'until', [day]));
      case '>=':
        return not(test(column, 'before', [day]));
    }
  };
