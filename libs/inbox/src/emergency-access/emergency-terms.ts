// What policy obliges to who opens an item in an emergency (clause 19), read from the obligations: of several instruments the shortest
// time box, notice and review, and the most reviewers. Pure.
import { TerminalFault } from '@gatehouse/service-kit/faults';

export interface EmergencyTerms {
  timeboxHours: number;
  reviewHours: number;
  /** within which the originator has its notice (ISO 8601) */
  noticeWithin: string;
  reviewers: number;
}

/** Where nobody says how many: no one person judges it alone. */
export const USUAL_REVIEWERS = 2;
/** The originator is told at once: as long as a link takes that is up. */
export const AT_ONCE = 'PT1M';

const amounts = (obligations: string[], pattern: RegExp): number[] =>
  obligations.flatMap((code) => pattern.exec(code)?.[1] ?? []).map(Number);

/** @throws TerminalFault for a permission without an end or a review: such a one is not carried out */
export const emergencyTerms = (obligations: string[]): EmergencyTerms => {
  const boxes = amounts(obligations, /^TIMEBOX_(\d+)H$/);
  const reviews = amounts(obligations, /^REVIEW_(\d+)H$/);
  if (boxes.length === 0 || reviews.length === 0)
    throw new TerminalFault('an emergency access without an end or a review', { code: 'emergency-terms' });
  const notices = amounts(obligations, /^NOTIFY_ORIGINATOR_(\d+)M$/);
  const atOnce = notices.length === 0 || obligations.includes('NOTIFY_ORIGINATOR_NOW');
  return {
    timeboxHours: Math.min(...boxes),
    reviewHours: Math.min(...reviews),
    noticeWithin: atOnce ? AT_ONCE : `PT${Math.min(...notices)}M`,
    reviewers: Math.max(USUAL_REVIEWERS, ...amounts(obligations, /^REVIEWERS_(\d+)$/)),
  };
};
