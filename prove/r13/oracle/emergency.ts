// Clause 19: an instrument of vital interest may say for which purposes an emergency is declared under it, how long it lasts, how soon
// the originator hears of it and how many look at it by when. Where it says nothing it is four hours, at once, and two in three days.
import type { Agreement, Emergency } from '../case.ts';
import { ruleOf } from './clauses.ts';

const TIMEBOXES: Record<string, string> = { PT1H: 'TIMEBOX_1H', PT2H: 'TIMEBOX_2H', P1D: 'TIMEBOX_24H' };
const NOTICES: Record<string, string> = { PT1M: 'NOTIFY_ORIGINATOR_NOW', PT15M: 'NOTIFY_ORIGINATOR_15M' };
const REVIEWS: Record<string, string> = { P1D: 'REVIEW_24H', PT48H: 'REVIEW_48H', P7D: 'REVIEW_168H' };
const USUAL = ['TIMEBOX_4H', 'NOTIFY_ORIGINATOR_NOW', 'REVIEW_72H'];

const emergencyOf = (agreement: Agreement): Emergency | undefined =>
  agreement.instrument === 'vital-interest' ? (ruleOf(agreement, 19) as Emergency | undefined) : undefined;

/** Whether an emergency may be declared under it for this. */
export const namesEmergency = (agreement: Agreement, purpose: string): boolean =>
  emergencyOf(agreement)?.purposes.includes(purpose) ?? true;

/** What whoever opens something in an emergency owes under it. */
export const owedInEmergency = (agreement: Agreement): string[] => {
  const rule = emergencyOf(agreement);
  if (!rule) return USUAL;
  const { timebox, noticeWithin, reviewWithin, reviewers } = rule;
  const periods = [TIMEBOXES[timebox]!, NOTICES[noticeWithin]!, REVIEWS[reviewWithin]!];
  return reviewers > 2 ? [...periods, `REVIEWERS_${reviewers}`] : periods;
};
