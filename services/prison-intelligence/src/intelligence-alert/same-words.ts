// Whether two alerts say the same: what raising one again on its preview is held against. Pure.
import { isDeepStrictEqual } from 'node:util';
import type { AlertRecord } from './intelligence-alert.events.ts';

/** By the same person in the same words; when, and the facts that may have changed since, do not count. */
export const sameWords = (one: AlertRecord, other: AlertRecord): boolean =>
  isDeepStrictEqual(wordsOf(one), wordsOf(other));

const wordsOf = ({ at: _at, subjects, grades: _grades, derivedFrom: _parts, ...record }: AlertRecord): unknown => {
  const people = subjects.map(({ subjectId, role }) => [subjectId, role]);
  // As they are kept: what was left out is no difference.
  return JSON.parse(JSON.stringify({ ...record, people }));
};
