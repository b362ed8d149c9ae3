// Which clause a place in a document belongs to, so that every error can name it.
import type { Path } from './document.ts';

const OF_HEAD: Record<string, number> = { parties: 1, legalBasis: 2, flows: 5, term: 26, timezone: 26 };

const OF_FLOW: Record<string, number> = {
  producer: 1,
  consumers: 1,
  basis: 2,
  purposes: 3,
  subjectCategories: 4,
  juvenile: 4,
  consent: 4,
  product: 5,
  fields: 5,
  alertTypes: 5,
  special: 6,
  grading: 7,
  onward: 9,
  foreign: 10,
  retain: 12,
  person: 14,
  acknowledge: 21,
};

const numberAt = (document: unknown, index: string | number | undefined): number | undefined => {
  const clauses = (document as { clauses?: unknown } | null)?.clauses;
  const entry: unknown = Array.isArray(clauses) ? clauses[Number(index)] : undefined;
  const number = (entry as { clause?: unknown } | undefined)?.clause;
  return Number.isInteger(number) ? (number as number) : undefined;
};

const numberOf = (document: unknown, path: Path): number | undefined => {
  const [head, index, key, inner] = path;
  if (head === 'clauses') return numberAt(document, index);
  if (head === 'flows' && key === 'person' && inner === 'vetting') return 13;
  if (head === 'flows' && key !== undefined) return OF_FLOW[String(key)];
  return OF_HEAD[String(head)];
};

/** `{ clause }` of a path, to be spread into an error; empty where a place belongs to none (the id, the version). */
export const clauseOf = (document: unknown, path: Path): { clause?: number } => {
  const clause = numberOf(document, path);
  return clause === undefined ? {} : { clause };
};
