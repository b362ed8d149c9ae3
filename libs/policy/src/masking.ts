// Ruling 5: whoever may not be shown is absent, and so is every paragraph, list element or leaf that tags or names
// him. What is found here is a fact about a leaf; whether it is withheld is a rule (70-fields.cedar).
import type { ItemFacts } from './question.ts';

const fold = (words: string): string => words.normalize('NFKC').toLocaleLowerCase('und').replace(/\s+/gu, ' ').trim();
const escape = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

interface NamedPerson {
  ref: string | undefined;
  names: string[];
}

const field = (person: object, name: string): unknown => Reflect.get(person, name) as unknown;
const strings = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((word): word is string => typeof word === 'string' && word !== '');

const peopleIn = (payload: unknown): NamedPerson[] => {
  const list: unknown = payload !== null && typeof payload === 'object' ? Reflect.get(payload, 'subjects') : undefined;
  return (Array.isArray(list) ? (list as unknown[]) : [])
    .filter((person): person is object => person !== null && typeof person === 'object')
    .map((person) => ({
      ref: strings(field(person, 'ref'))[0],
      names: [...strings(field(person, 'name')), ...strings(field(person, 'aliases'))],
    }));
};

/** The people an item lists: each under his own reference, or under that of his place where every subject is listed. */
const listedIn = ({ payload, subjects }: ItemFacts): NamedPerson[] => {
  const people = peopleIn(payload);
  const byPlace = people.length === subjects.length;
  return people.map((person, place) => ({
    ...person,
    ref: person.ref ?? (byPlace ? subjects[place]?.ref : undefined),
  }));
};

/** The last word of a name names him too, unless it is short or somebody who may be shown bears it. */
const surname = (name: string, shown: string[]): string[] => {
  const last = fold(name).split(' ').at(-1) ?? '';
  return last.length >= 4 && !shown.some((other) => fold(other).includes(last)) ? [last] : [];
};

const START = '(?<![\\p{L}\\p{N}])';
const END = '(?![\\p{L}\\p{N}])';

/** A name as a whole word; a longer one also with an ending, since names are declined. */
const asName = (name: string): RegExp => new RegExp(`${START}${escape(name)}${name.length >= 5 ? '' : END}`, 'u');
const asReference = (ref: string): RegExp => new RegExp(`${START}${escape(ref)}${END}`, 'u');

/**
 * A test of whether a text tags or names a masked person.
 * @param masked references of people who may not be shown.
 */
export const namesAny = (item: ItemFacts, masked: string[]): ((value: unknown) => boolean) => {
  if (masked.length === 0) return () => false;
  const people = listedIn(item);
  // Somebody listed without a reference cannot be told from a masked person, so he is treated as one.
  const hidden = people.filter(({ ref }) => ref === undefined || masked.includes(ref));
  const shown = people.filter((person) => !hidden.includes(person)).flatMap(({ names }) => names);
  const names = hidden.flatMap((person) => [
    ...person.names,
    ...person.names.slice(0, 1).flatMap((name) => surname(name, shown)),
  ]);
  const folded = (words: string[]) => words.map(fold).filter((word) => word !== '');
  const patterns = [...folded(masked).map(asReference), ...folded(names).map(asName)];
  return (value) => typeof value === 'string' && patterns.some((pattern) => pattern.test(fold(value)));
};

/**
 * Whether a search by name is for this subject of the item: it is his name or an alias, or a part of one that is no part of a main
 * subject's.
 */
export const isFoundBy = (item: ItemFacts, ref: string, name: string): boolean => {
  const sought = fold(name);
  const people = listedIn(item).map(({ ref: own, names }) => ({ ref: own, names: names.map(fold) }));
  const resembles = (one: { names: string[] }) =>
    one.names.some((known) => known.includes(sought) || sought.includes(known));
  // Somebody listed without a reference may be the one who is sought.
  const his = people.filter(({ ref: own }) => own === undefined || own === ref);
  if (his.some(({ names }) => names.includes(sought))) return true;
  const main: unknown[] = item.subjects.filter(({ role }) => role === 'MAIN').map((subject) => subject.ref);
  return his.some(resembles) && !people.some((one) => main.includes(one.ref) && resembles(one));
};

/** The outermost list element a leaf stands in, or the leaf itself: what is withheld as one. */
export const unitOf = (path: string): string => /[^[]*\[\d+\]/.exec(path)?.[0] ?? path;
