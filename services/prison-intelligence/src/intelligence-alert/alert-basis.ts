// What an alert stands on: the reports it names, as their streams stand now. The only file that knows how a report says so.
import { readStream, type Queryable } from '@gatehouse/event-store';
import type { ItemFacts } from '@gatehouse/policy';
import { reportDecider, type Report } from '../intelligence-report/intelligence-report.decider.ts';
import { reportStream, type ReportEvent } from '../intelligence-report/intelligence-report.events.ts';
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

const loadReport = async (queryable: Queryable, urn: string): Promise<Report> => {
  const events = await readStream(queryable, reportStream(urn));
  return events.reduce(
    (report, event) => reportDecider.evolve(report, event as unknown as ReportEvent),
    reportDecider.initial(),
  );
};

const basisFrom = (reportUrn: string, report: Report): Basis => {
  const part: AlertPart = { reportUrn, handling: { code: 'P', conditions: [] }, markers: [], destroyBy: null };
  if (report.status === 'none') return { ...part, standing: 'unknown', people: [], grades: [], evaluatedBy: null };
  const { status, subjects, grades, recordedBy } = report;
  const standing = status === 'approved' ? 'approved' : 'unapproved';
  return { ...part, standing, people: subjects, grades, evaluatedBy: recordedBy };
};
