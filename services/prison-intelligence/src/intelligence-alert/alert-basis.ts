// What an alert stands on: the reports it names, as their streams stand now. The only file that knows how a report says so.
import type { Queryable } from '@gatehouse/event-store';
import type { ItemFacts } from '@gatehouse/policy';
import { asPart, markersOf, type Report } from '../intelligence-report/intelligence-report.state.ts';
import { loadReport } from '../intelligence-report/load-report.ts';
import type { AlertPart } from './intelligence-alert.events.ts';

export interface BasisPerson {
  subjectId: string;
  name: string;
  aliases: string[];
  category: string;
  cases: string[];
}

/** A report as an alert needs it; `unknown` for a URN nobody gave out. */
export interface Basis extends AlertPart {
  standing: 'unknown' | 'unapproved' | 'approved';
  people: BasisPerson[];
  grades: NonNullable<ItemFacts['grades']>;
  /** whose judgement it is: he does not decide about it again alone */
  evaluatedBy: string | null;
}

/** The reports of these URNs, in their order. One query each. */
export const loadBasis = (queryable: Queryable, urns: string[]): Promise<Basis[]> =>
  Promise.all(urns.map(async (urn) => basisFrom(urn, await loadReport(queryable, urn))));

const basisFrom = (reportUrn: string, report: Report): Basis => {
  const unknown: AlertPart = { reportUrn, handling: { code: 'P', conditions: [] }, markers: [], destroyBy: null };
  if (report.status === 'none') return { ...unknown, standing: 'unknown', people: [], grades: [], evaluatedBy: null };
  const { status, subjects, grades, evaluated } = report;
  const part = asPart(report, '');
  return {
    ...unknown,
    ...(part && { handling: part.handling, destroyBy: part.destroyBy }),
    markers: markersOf(report),
    standing: status === 'approved' ? 'approved' : 'unapproved',
    people: subjects,
    grades,
    evaluatedBy: evaluated.by,
  };
};
