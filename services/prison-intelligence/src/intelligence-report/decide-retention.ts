// Revalidating and withdrawing: everything expires, and what was wrong is taken back from all who hold it.
import { accept, refuse, type Decision } from '@gatehouse/event-store/decider';
import { dayOf, monthsLater } from '@gatehouse/handling';
import { reviewRefusal } from './decide-preparation.ts';
import type {
  IntelligenceReportRevalidated,
  IntelligenceReportWithdrawn,
  ReportEvent,
} from './intelligence-report.events.ts';
import type { KnownReport } from './intelligence-report.state.ts';
import { correctionOf, withdrawn, type Notice } from './notice.ts';

export interface RevalidateReport {
  type: 'RevalidateReport';
  data: Omit<IntelligenceReportRevalidated['data'], 'correction'>;
  /** whether the reason, which every holder reads, names a person this service knows */
  namesSomebody: boolean;
  notice: Notice;
}

export interface WithdrawReport {
  type: 'WithdrawReport';
  data: Pick<IntelligenceReportWithdrawn['data'], 'reportUrn' | 'by' | 'at' | 'reason' | 'ground' | 'required'>;
  /** those that clause 16 of each instrument names under which somebody holds it; null: none limits them */
  groundsAgreed: string[] | null;
  notice: Notice;
}

export type RetentionRefusal =
  | 'report-not-approved'
  | 'review-not-a-day'
  | 'review-day-passed'
  | 'review-too-far'
  | 'beyond-five-years'
  | 'reason-names-somebody'
  | 'ground-not-agreed';

/** No revalidation carries a report beyond this, from its evaluation (domain reference 4.7; 28 CFR 23.20(h)). */
const HARD_STOP_MONTHS = 60;

export const revalidate = (
  { data, namesSomebody, notice }: RevalidateReport,
  report: KnownReport,
): Decision<ReportEvent, RetentionRefusal> => {
  if (report.status !== 'approved') return refuse('report-not-approved');
  const refusal = reviewRefusal(data.reviewBy, data.at);
  if (refusal) return refuse(refusal);
  if (data.reviewBy > monthsLater(dayOf(report.evaluated.at), HARD_STOP_MONTHS)) return refuse('beyond-five-years');
  const correction = correctionOf(report, notice);
  if (correction && namesSomebody) return refuse('reason-names-somebody');
  return accept<ReportEvent>({ type: 'IntelligenceReportRevalidated', data: { ...data, correction } });
};

export const withdraw = (
  { data, groundsAgreed, notice }: WithdrawReport,
  report: KnownReport,
): Decision<ReportEvent, RetentionRefusal> =>
  groundsAgreed === null || groundsAgreed.includes(data.ground)
    ? accept<ReportEvent>(withdrawn(data, report, notice))
    : refuse('ground-not-agreed');
