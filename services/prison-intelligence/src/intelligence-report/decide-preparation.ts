// Sanitising and approving: what reveals a source is taken out, and another person answers for what is left.
import { accept, refuse, type Decision } from '@gatehouse/event-store/decider';
import type { NotIndependent } from '@gatehouse/personnel';
import { dayOf, isDay, monthsLater } from '@gatehouse/handling';
import { handlingRefusal, loosens, type Handling, type HandlingRefusal } from '@gatehouse/handling';
import type {
  IntelligenceReportApproved,
  IntelligenceReportSanitised,
  ReportEvent,
} from './intelligence-report.events.ts';
import type { KnownReport } from './intelligence-report.state.ts';

export interface SanitiseReport {
  type: 'SanitiseReport';
  data: IntelligenceReportSanitised['data'];
  namesSomeoneElse: boolean;
}

export interface ApproveReport {
  type: 'ApproveReport';
  data: IntelligenceReportApproved['data'];
  /** the conditions this system knows (domain reference 3.3) */
  knownConditions: readonly string[];
  /** handling of all it is based on, as it stands now */
  parts: Handling[];
  basisWithdrawn: boolean;
  namesSomeoneElse: boolean;
  /** what the rules of independence say of whoever approves */
  notIndependent: NotIndependent | null;
}

export type PreparationRefusal =
  | HandlingRefusal
  | 'report-already-approved'
  | 'paragraphs-do-not-match'
  | 'names-someone-else'
  | 'report-not-sanitised'
  | NotIndependent
  | 'approver-sanitised-it'
  | 'approver-evaluated-it'
  | 'looser-than-its-parts'
  | 'basis-withdrawn'
  | 'review-not-a-day'
  | 'review-day-passed'
  | 'review-too-far';

/** Reviews are at most this far apart (domain reference 4.7). */
export const REVIEW_MONTHS = 12;

export const sanitise = (
  { data, namesSomeoneElse }: SanitiseReport,
  report: KnownReport,
): Decision<ReportEvent, PreparationRefusal> => {
  if (report.status === 'approved') return refuse('report-already-approved');
  const numbers = ({ n }: { n: number }) => n;
  const matches = sameNumbers(data.paragraphs.map(numbers), report.paragraphs.map(numbers));
  if (!matches) return refuse('paragraphs-do-not-match');
  if (namesSomeoneElse) return refuse('names-someone-else');
  return accept<ReportEvent>({ type: 'IntelligenceReportSanitised', data });
};

const sameNumbers = (one: number[], other: number[]): boolean =>
  one.length === other.length && new Set(one).size === one.length && one.every((n) => other.includes(n));

export const approve = (command: ApproveReport, report: KnownReport): Decision<ReportEvent, PreparationRefusal> => {
  const { data } = command;
  if (report.status === 'approved') return refuse('report-already-approved');
  if (report.status !== 'sanitised') return refuse('report-not-sanitised');
  // Four eyes: another person than whoever wrote and whoever sanitised it.
  if (report.sanitisedBy === data.by) return refuse('approver-sanitised-it');
  if (report.evaluated.by === data.by) return refuse('approver-evaluated-it');
  if (command.notIndependent) return refuse(command.notIndependent);
  const refusal = contentRefusal(command) ?? reviewRefusal(data.reviewBy, data.at);
  return refusal ? refuse(refusal) : accept<ReportEvent>({ type: 'IntelligenceReportApproved', data });
};

const contentRefusal = (command: ApproveReport): PreparationRefusal | null => {
  const { data, knownConditions, parts, basisWithdrawn, namesSomeoneElse } = command;
  if (namesSomeoneElse) return 'names-someone-else';
  if (basisWithdrawn) return 'basis-withdrawn';
  const refusal = handlingRefusal(data.handling, knownConditions);
  if (refusal) return refusal;
  return parts.some((part) => loosens(data.handling, part)) ? 'looser-than-its-parts' : null;
};

/** Whether a review may be set for this day, from the instant it is set. */
export const reviewRefusal = (
  reviewBy: string,
  at: string,
): 'review-not-a-day' | 'review-day-passed' | 'review-too-far' | null => {
  if (!isDay(reviewBy)) return 'review-not-a-day';
  if (reviewBy <= dayOf(at)) return 'review-day-passed';
  return reviewBy > monthsLater(dayOf(at), REVIEW_MONTHS) ? 'review-too-far' : null;
};
