// A formula as a condition of PostgreSQL. Promise: it is never null, never fails on a row, and holds no value itself: each goes
// through `place`.
import type { Atom, Formula } from './formula.ts';

/** Where a row has what is tested. */
export interface RowColumns {
  product: string;
  originator: string;
  /** what `rowFacts` gave, as jsonb; null in a row that is not narrowed */
  facts: string;
}

/** Takes a value and gives how the text names it. */
export type Place = (value: string | string[]) => string;

const NAME = /^[A-Za-z]+$/;

const name = (attribute: string): string => {
  if (!NAME.test(attribute)) throw new Error('an attribute with a strange name');
  return `'${attribute}'`;
};

// No text of the database holds it, so nothing is lost by not asking for it.
const storable = (values: readonly string[]): string[] => values.filter((value) => !value.includes('\0'));

const texts = (place: Place, values: readonly string[]): string => `cast(${place(storable(values))} as text[])`;

const testOf = ({ attribute, is, values }: Atom, record: string, place: Place): string => {
  const json = `${record} -> ${name(attribute)}`;
  const text = `${record} ->> ${name(attribute)}`;
  switch (is) {
    case 'among':
      return `(${text}) = any(${texts(place, values)})`;
    case 'any':
      return `(${json}) ?| ${texts(place, values)}`;
    case 'all':
      return storable(values).length < values.length ? 'false' : `(${json}) ?& ${texts(place, values)}`;
    case 'within':
      return `(${json}) <@ to_jsonb(${texts(place, values)})`;
    case 'empty':
      return `(${json}) = '[]'`;
    case 'has':
      return `(${json}) is not null`;
    case 'true':
      return `(${text}) = 'true'`;
    case 'before':
      return `((${text}) collate "C") < ${place(values[0] ?? '')}`;
    case 'until':
      return `((${text}) collate "C") <= ${place(values[0] ?? '')}`;
  }
};

const SUBJECT = 'subject.facts';

const rowTest = ({ attribute, values }: Atom, columns: RowColumns, place: Place): string =>
  `${attribute === 'product' ? columns.product : columns.originator} = any(${texts(place, values)})`;

/** A condition. A test of an attribute that a row lacks is false, so that a `not` before it keeps the row. */
const written = (formula: Formula, columns: RowColumns, place: Place, bare: boolean): string => {
  if (typeof formula === 'boolean') return String(formula);
  if (formula === 'unknown') throw new Error('what is unknown cannot be asked of a database');
  if ('atom' in formula) {
    if (formula.atom.of === 'row') return rowTest(formula.atom, columns, place);
    const test = testOf(formula.atom, formula.atom.of === 'item' ? columns.facts : SUBJECT, place);
    // Bare, an index can serve it; below a `not` nothing may be null.
    return bare ? test : `coalesce(${test}, false)`;
  }
  const each = (parts: readonly Formula[]): string[] => parts.map((part) => written(part, columns, place, bare));
  if ('all' in formula) return `(${each(formula.all).join(' and ')})`;
  if ('any' in formula) return `(${each(formula.any).join(' or ')})`;
  if ('not' in formula) return `not ${written(formula.not, columns, place, false)}`;
  const failing = `not ${written(formula.every, columns, place, false)}`;
  const people = `jsonb_array_elements(${columns.facts} -> 'subjects') as subject(facts)`;
  return `not exists (select 1 from ${people} where ${failing})`;
};

/**
 * Writes a formula down.
 * @param place is called for each value in the order of the text
 */
export const conditionOf = (formula: Formula, columns: RowColumns, place: Place): string =>
  formula === true ? 'true' : `(${columns.facts} is null or ${written(formula, columns, place, true)})`;
