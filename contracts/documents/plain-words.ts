// Words of a document on a page: they can neither end a table, open a code block or a comment, nor turn the direction of reading.
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
/** Held to a pattern by the schema, and shown as code. */
const PATHS = new Set(['fields', 'projection', 'cedar']);

const plain = (words: string): string =>
  words
    .replace(CONTROL, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('`', "'")
    .replace(/[|[\]*#]/g, '\\$&');

/** The same value with every text in it plain. */
export const inPlainWords = <T>(value: T): T => {
  if (typeof value === 'string') return plain(value) as T;
  if (Array.isArray(value)) return value.map(inPlainWords) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [key, PATHS.has(key) ? inner : inPlainWords(inner)]),
  ) as T;
};
