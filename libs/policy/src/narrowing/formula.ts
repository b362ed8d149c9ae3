// What remains of a rule about a row of which nothing is read yet: truth values, tests of single columns, and what cannot be
// said of a column at all. Promise: each form is simplified where it is made, and no simplification changes what it says.

/** A test of one attribute of the row, of one of its main subjects, or of the row's own product and originator. */
export interface Atom {
  of: 'row' | 'item' | 'subject';
  attribute: string;
  /**
   * `among`: a text that is one of these. `any`, `all`, `within`: a set that holds one of these, all of these, nothing else.
   * `empty`: a set of nothing. `has`: it is there. `true`: it is so. `before`, `until`: a day earlier than this one, or not later.
   */
  is: 'among' | 'any' | 'all' | 'within' | 'empty' | 'has' | 'true' | 'before' | 'until';
  values: readonly string[];
}

/** `unknown`: it may be so or not. `every`: it is so of each main subject. */
export type Formula =
  | boolean
  | 'unknown'
  | { atom: Atom }
  | { all: readonly Formula[] }
  | { any: readonly Formula[] }
  | { not: Formula }
  | { every: Formula };

export const atom = (of: Atom['of'], attribute: string, is: Atom['is'], values: readonly string[] = []): Formula => {
  if (values.length === 0 && (is === 'among' || is === 'any')) return false;
  if (values.length === 0 && is === 'all') return true;
  return { atom: { of, attribute, is, values: [...new Set(values)].sort() } };
};

export const keyOf = (formula: Formula): string => JSON.stringify(formula);

const distinct = (parts: Formula[]): Formula[] => [...new Map(parts.map((part) => [keyOf(part), part])).values()];

/** Whether one part says no to another; two unknowns are two, though they look alike. */
const negated = (parts: Formula[]): boolean => {
  const keys = new Set(parts.map(keyOf).filter((key) => !key.includes('"unknown"')));
  return parts.some((part) => typeof part === 'object' && 'not' in part && keys.has(keyOf(part.not)));
};

export const all = (parts: readonly Formula[]): Formula => {
  const flat = distinct(parts.flatMap((part) => (typeof part === 'object' && 'all' in part ? part.all : [part])));
  const left = flat.filter((part) => part !== true);
  if (left.includes(false) || negated(left)) return false;
  return left.length <= 1 ? (left[0] ?? true) : { all: left };
};

export const any = (parts: readonly Formula[]): Formula => {
  const flat = distinct(parts.flatMap((part) => (typeof part === 'object' && 'any' in part ? part.any : [part])));
  const left = flat.filter((part) => part !== false);
  if (left.includes(true) || negated(left)) return true;
  return left.length <= 1 ? (left[0] ?? false) : { any: left };
};

/** What has to be so, one by one. */
export const conjuncts = (formula: Formula): readonly Formula[] =>
  typeof formula === 'object' && 'all' in formula ? formula.all : [formula];

/** `any`, with what all of the parts have in common said once and in front: by that a database finds rows. */
export const anyOf = (parts: readonly Formula[]): Formula => {
  const possible = parts
    .filter((part) => part !== false)
    .map((part) => new Map(conjuncts(part).map((one) => [keyOf(one), one])));
  const [first = new Map<string, Formula>(), ...others] = possible;
  const common = [...first].filter(([key]) => others.every((other) => other.has(key)));
  const keys = new Set(common.map(([key]) => key));
  const rests = possible.map((part) => all([...part].flatMap(([key, one]) => (keys.has(key) ? [] : [one]))));
  return all([...common.map(([, one]) => one), any(rests)]);
};

export const not = (part: Formula): Formula => {
  if (typeof part === 'boolean') return !part;
  if (part === 'unknown') return part;
  return 'not' in part ? part.not : { not: part };
};

/** Of each main subject; of nobody everything is so, and what says nothing of a subject needs none. */
export const every = (part: Formula): Formula => (part === true ? true : { every: part });

/** The formula with `put` in the place of some of its parts; null leaves a part as it is. */
export const replaced = (formula: Formula, put: (part: Formula) => Formula | null): Formula => {
  const found = put(formula);
  if (found !== null) return found;
  if (typeof formula !== 'object' || 'atom' in formula) return formula;
  if ('all' in formula) return all(formula.all.map((part) => replaced(part, put)));
  if ('any' in formula) return any(formula.any.map((part) => replaced(part, put)));
  if ('every' in formula) return every(replaced(formula.every, put));
  return not(replaced(formula.not, put));
};

/** What is so wherever the formula is, with nothing unknown in it: what is not known is taken to speak for it. */
export const atMost = (formula: Formula, unknown = true): Formula => {
  if (formula === 'unknown') return unknown;
  if (typeof formula !== 'object' || 'atom' in formula) return formula;
  if ('all' in formula) return all(formula.all.map((part) => atMost(part, unknown)));
  if ('any' in formula) return any(formula.any.map((part) => atMost(part, unknown)));
  if ('every' in formula) return every(atMost(formula.every, unknown));
  return not(atMost(formula.not, !unknown));
};
