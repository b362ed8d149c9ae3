// Whoever a clause names is a party of the instrument.
import type { Path } from './document.ts';
import type { InstrumentDocument } from './instrument.ts';
import type { Report } from './law-check.ts';
import { didYouMean } from './suggestions.ts';

const NAMES = new Set(['party', 'answeredBy']);

/** Every place below a value that names a party. */
const placesIn = (value: unknown, at: Path): { party: string; path: Path }[] => {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key];
    return NAMES.has(key) && typeof inner === 'string' ? [{ party: inner, path }] : placesIn(inner, path);
  });
};

/** Reports each name in a clause that is no party's. */
export const checkNamedParties = ({ parties, clauses = [] }: InstrumentDocument, report: Report): void => {
  const ids = parties.map(({ id }) => id);
  for (const { party, path } of placesIn(clauses, ['clauses']))
    if (!ids.includes(party))
      report(path, `${party} is no party of this instrument`, didYouMean(party, ids) ?? `one of ${ids.join(', ')}`);
};
