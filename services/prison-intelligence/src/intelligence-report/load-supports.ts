// The paragraphs of other reports that a paragraph leans on, with whose word they are: an opaque token, or nothing.
import type { Queryable } from '@gatehouse/event-store';
import type { Support } from './corroboration.ts';
import type { BasisPart, Corroboration } from './intelligence-report.events.ts';
import { loadReport } from './load-report.ts';

/**
 * @param named what the paragraphs name; those of their own report need no looking up
 * @param of the report that leans on them: what it was made from, or what was made from it, is the same origin
 */
export const loadSupports = async (
  queryable: Queryable,
  named: Corroboration[],
  of: { reportUrn: string; basedOn: BasisPart[] },
): Promise<Support[]> => {
  const urns = [...new Set(named.flatMap(({ reportUrn }) => reportUrn ?? []))];
  const supports = await Promise.all(urns.map((urn) => supportsOf(queryable, urn, of)));
  return supports.flat();
};

const supportsOf = async (
  queryable: Queryable,
  urn: string,
  of: { reportUrn: string; basedOn: BasisPart[] },
): Promise<Support[]> => {
  const report = await loadReport(queryable, urn);
  if (report.status === 'none' || report.status === 'withdrawn') return [];
  const madeFrom = (parts: BasisPart[], other: string) => parts.some(({ reportUrn }) => reportUrn === other);
  const sameOrigin =
    urn === of.reportUrn || madeFrom(of.basedOn, urn) || madeFrom(report.evaluated.basedOn, of.reportUrn);
  return report.paragraphs.map(({ n, sourceToken }) => ({ reportUrn: urn, n, sourceToken, sameOrigin }));
};
