// What a correction or a withdrawal needs beside its own words. It goes where the report went, for what it went.
import type { SubjectFacts } from '@gatehouse/policy';
import type { Correction, IntelligenceReportWithdrawn, ReportEvent, ShareBasis } from './intelligence-report.events.ts';
import type { KnownReport } from './intelligence-report.state.ts';

/** Looked up before the decision: ids, and what is so elsewhere. */
export interface Notice {
  noticeId: string;
  people: SubjectFacts[];
  /** items that rest on the report: alerts, and reports made from it */
  derivedItems: string[];
}

/** What a notice says about whom and for what; null where the report was never sent to anybody. */
export const shareBasis = ({ disseminated, evaluated, subjects }: KnownReport, notice: Notice): ShareBasis | null =>
  disseminated && { unit: evaluated.unit, subjects, people: notice.people, ...disseminated };

/** A correction to whoever holds the report; null where it was never sent to anybody. */
export const correctionOf = (report: KnownReport, notice: Notice): Correction | null => {
  const basis = shareBasis(report, notice);
  const { itemId, handling } = report;
  return basis && handling && { ...basis, correctionId: notice.noticeId, itemId, handling };
};

type Withdrawn = IntelligenceReportWithdrawn['data'];

/** The report is taken back: from everybody who was sent it, where it was sent. */
export const withdrawn = (
  said: Pick<Withdrawn, 'reportUrn' | 'by' | 'at' | 'reason' | 'ground' | 'required'>,
  report: KnownReport,
  notice: Notice,
): ReportEvent => {
  const basis = shareBasis(report, notice);
  const withdrawal = basis && { ...basis, withdrawalId: notice.noticeId, itemId: report.itemId };
  return {
    type: 'IntelligenceReportWithdrawn',
    data: { ...said, withdrawal, derivedItems: notice.derivedItems },
  };
};
