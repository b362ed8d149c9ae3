// The conditions the police put on what they share, and until when it is reviewed: pure.
import { dayOf, isDay, monthsLater, type HandlingRefusal as ConditionRefusal } from '@gatehouse/handling';

export { handlingRefusal } from '@gatehouse/handling';

export type HandlingRefusal = ConditionRefusal | 'review-not-within-twelve-months';

const MONTHS = 12;

/** @param at when it is recorded */
export const reviewRefusal = (reviewBy: string, at: string): HandlingRefusal | null => {
  const today = dayOf(at);
  const within = isDay(reviewBy) && reviewBy >= today && reviewBy <= monthsLater(today, MONTHS);
  return within ? null : 'review-not-within-twelve-months';
};
