// Paths of a payload. An exact path has indices (`subjects[0].name`), a shape path has none (`subjects[].name`).
// Invariant: a key that is no plain name has no path, so it can neither be named by an instrument nor leave.

const NAME = /^[A-Za-z][A-Za-z0-9]*$/;

/** Whether a key of a payload can stand in a path. */
export const isFieldName = (key: string): boolean => NAME.test(key);

/** The shape path of an exact path: every index becomes `[]`. */
export const shapeOf = (path: string): string => path.replace(/\[\d+\]/g, '[]');

/** All leaves of a payload with their exact paths, in document order. Empty lists and objects have no leaf. */
export const leaves = (payload: unknown, at = ''): [path: string, value: unknown][] => {
  if (Array.isArray(payload)) return payload.flatMap((element, index) => leaves(element, `${at}[${index}]`));
  if (payload !== null && typeof payload === 'object')
    return Object.entries(payload)
      .filter(([key]) => isFieldName(key))
      .flatMap(([key, value]) => leaves(value, at === '' ? key : `${at}.${key}`));
  return at === '' ? [] : [[at, payload]];
};

/** Whether a path as written (leaf or subtree, `[]` any index) covers a leaf's exact or shape path. */
export const covers = (written: string, leaf: string): boolean => {
  const pattern = written.includes('[]') ? shapeOf(written) : written;
  const target = written.includes('[]') ? shapeOf(leaf) : leaf;
  return target === pattern || target.startsWith(`${pattern}.`) || target.startsWith(`${pattern}[`);
};

/** The leaf shape paths of a product that a list of written paths covers, sorted. */
export const project = (written: string[], fields: Iterable<string>): string[] =>
  [...fields].filter((leaf) => written.some((path) => covers(path, leaf))).sort();
