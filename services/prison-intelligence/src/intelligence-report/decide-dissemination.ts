// Disseminating: what was approved leaves, as the preview said it would, or it waits and says for what.
import { accept, refuse, type Decision } from '@gatehouse/event-store/decider';
import type { SubjectFacts } from '@gatehouse/policy';
import { dayOf } from '@gatehouse/handling';
import type { Handling } from '@gatehouse/handling';
import type { BasisPart, IntelligenceReportDisseminated, ReportEvent } from './intelligence-report.events.ts';
import { markersOf, type KnownReport } from './intelligence-report.state.ts';
import { disseminatedSpecial } from './special-statement.ts';

/** What the preview says of one recipient. */
export interface PreviewedOutcome {
  party: string;
  own: boolean;
  reachable: boolean;
  effect: string;
  reason: string;
  obligations: string[];
}

export interface DisseminateReport {
  type: 'DisseminateReport';
  data: { reportUrn: string; by: string; at: string };
  /** for what it is disseminated: the purpose and case of whoever asks */
  purpose: string;
  caseRef: string | null;
  people: SubjectFacts[];
  /** what it is based on, as it stands now */
  basedOn: BasisPart[];
  basisWithdrawn: boolean;
  confirmation: 'confirmed' | 'preview-missing' | 'preview-unknown' | 'preview-outdated';
  outcomes: PreviewedOutcome[];
}

/** A report that somebody approved: its handling and its review are set. */
export type ApprovedReport = KnownReport & {
  status: 'approved';
  handling: Handling;
  reviewBy: string;
  sanitisedBy: string;
  approvedBy: string;
};

export const isApproved = (report: KnownReport): report is ApprovedReport =>
  report.status === 'approved' && report.handling !== null && report.reviewBy !== null;

export type DisseminationRefusal =
  | 'report-not-approved'
  | 'report-already-disseminated'
  | 'report-overdue-for-review'
  | 'obtained-unlawfully'
  | 'basis-withdrawn'
  | 'preview-missing'
  | 'preview-unknown'
  | 'preview-outdated'
  | 'nobody-to-receive'
  | 'refused-for-everybody';

export const disseminate = (
  command: DisseminateReport,
  report: KnownReport,
): Decision<ReportEvent, DisseminationRefusal> => {
  const refusal = readinessRefusal(report, command) ?? confirmationRefusal(command);
  if (refusal) return refuse(refusal);
  if (!isApproved(report)) return refuse('report-not-approved');
  const { outcomes, data } = command;
  if (outcomes.length === 0) return refuse('nobody-to-receive');
  const returning = outcomes.find(({ obligations }) => obligations.includes('RETURN_TO_SANITISER'));
  if (returning) {
    const { reason, obligations } = returning;
    return accept<ReportEvent>({
      type: 'IntelligenceReportReturnedToSanitiser',
      data: { ...data, reason, obligations },
    });
  }
  if (outcomes.some((outcome) => isSent(outcome) || isHeld(outcome)))
    return accept<ReportEvent>({ type: 'IntelligenceReportDisseminated', data: recordOf(report, command) });
  // Somebody has still to agree: nothing happened, and the answer says who waits for what.
  return outcomes.some(isPending) ? accept<ReportEvent>() : refuse('refused-for-everybody');
};

/** Whether an approved report may leave at all: what no agreement and no preview changes. */
export const readinessRefusal = (
  report: KnownReport,
  { data: { at }, basisWithdrawn }: Pick<DisseminateReport, 'data' | 'basisWithdrawn'>,
): DisseminationRefusal | null => {
  if (!report.evaluated.obtainedLawfully) return 'obtained-unlawfully';
  if (!isApproved(report)) return 'report-not-approved';
  if (report.disseminated) return 'report-already-disseminated';
  if (report.reviewBy < dayOf(at)) return 'report-overdue-for-review';
  return basisWithdrawn ? 'basis-withdrawn' : null;
};

const confirmationRefusal = ({ confirmation }: DisseminateReport): DisseminationRefusal | null =>
  confirmation === 'confirmed' ? null : confirmation;

/** It leaves, or is opened to the service's own people. */
export const isSent = ({ effect, own, reachable }: PreviewedOutcome): boolean =>
  effect.startsWith('PERMIT') && (own || reachable);

/** It is kept for this recipient and leaves by itself as soon as it may. */
export const isHeld = ({ effect, reason, obligations, own, reachable }: PreviewedOutcome): boolean => {
  if (effect.startsWith('PERMIT')) return !own && !reachable;
  // What an overdue correction keeps back goes once that is acknowledged (MoU 15).
  return obligations.includes('HOLD_NOT_DROP') || reason === 'OPEN_CORRECTION';
};

/** A person has to act before it may leave. */
export const isPending = ({ effect }: PreviewedOutcome): boolean => effect === 'PEND';

/**
 * The owner's whole record, as it would leave.
 * @param report approved: without handling and a review date there is nothing to disseminate
 */
export const recordOf = (
  report: ApprovedReport,
  { data, ...command }: Pick<DisseminateReport, 'data' | 'purpose' | 'caseRef' | 'people' | 'basedOn'>,
): IntelligenceReportDisseminated['data'] => {
  const { itemId, version, subjects, paragraphs, sanitisedBy, approvedBy, handling, reviewBy } = report;
  const { unit, prison, priority, reasonableGrounds, provenance, observed } = report.evaluated;
  const special = disseminatedSpecial(report.special);
  return {
    ...data,
    ...command,
    itemId,
    version,
    unit,
    prison,
    priority,
    subjects,
    paragraphs,
    reasonableGrounds,
    provenance,
    smallCircleTest: 'PASSED',
    sanitisedBy,
    approvedBy,
    handling,
    reviewBy,
    markers: markersOf(report),
    ...(observed && { observed }),
    ...(special && { special }),
  };
};
