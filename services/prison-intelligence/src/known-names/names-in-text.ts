// Does a text name a person? Names are compared as they are spoken: without case, spacing, or a remark in brackets, and with an
// ending where a language declines them. Pure.

/** Shorter names are ordinary words too often. */
const SHORTEST = 4;
const KEY_LENGTH = 4;

/** A name as it is looked for. */
export const folded = (words: string): string =>
  words
    .normalize('NFKC')
    .toLocaleLowerCase('und')
    .replace(/\([^)]*\)/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();

/** Whether a name is long enough to be looked for in a text. */
export const isTelling = (name: string): boolean => folded(name).length >= SHORTEST;

/** Under which names are found without looking at all of them: the beginning of a word. */
export const keyOf = (name: string): string => keysIn(name)[0] ?? '';

/** Every key a name in this text could have. */
export const keysIn = (text: string): string[] => {
  const words = folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, KEY_LENGTH)))];
};

const escape = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const START = '(?<![\\p{L}\\p{N}])';
const END = '(?![\\p{L}\\p{N}])';

const asSpoken = (name: string): RegExp => new RegExp(`${START}${escape(name)}${name.length >= 5 ? '' : END}`, 'gu');

/**
 * Whether a text names one of these people.
 * @param others names and aliases to look for
 * @param own names that may stand in the text: whoever shares one with somebody else is not taken for him
 */
export const namesOneOf = (text: string, others: string[], own: string[]): boolean => {
  const bare = own
    .map(folded)
    .filter((name) => name !== '')
    .reduce((rest, name) => rest.replace(asSpoken(name), ' | '), folded(text));
  return others.map(folded).some((name) => bare.includes(name) && asSpoken(name).test(bare));
};
