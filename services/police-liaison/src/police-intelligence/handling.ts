// The conditions the police put on what they share, and until when it is reviewed: pure.
import type { PoliceHandling } from './police-intelligence.events.ts';

export type HandlingRefusal =
  | 'handling-condition-unknown'
  | 'handling-condition-incomplete'
  | 'handling-code-contradicts'
  | 'review-not-within-twelve-months';

/** @param knownConditions the closed list (domain reference 3.3) */
export const handlingRefusal = (
  { code, conditions }: PoliceHandling,
  knownConditions: string[],
): HandlingRefusal | null => {
  if (!conditions.every((condition) => knownConditions.includes(condition.code))) return 'handling-condition-unknown';
  if (!conditions.every(isComplete)) return 'handling-condition-incomplete';
  // 3x5x2: P is without conditions, C is with some.
  return (code === 'C') === conditions.length > 0 ? null : 'handling-code-contradicts';
};

const isComplete = ({ code, date, list }: PoliceHandling['conditions'][number]): boolean => {
  if (code === 'DESTROY_BY') return date !== undefined && isDay(date);
  if (code === 'NAMED_RECIPIENTS') return (list ?? []).length > 0;
  return true;
};

/** @param at when it is recorded */
export const reviewRefusal = (reviewBy: string, at: string): HandlingRefusal | null => {
  const last = new Date(at);
  last.setUTCFullYear(last.getUTCFullYear() + 1);
  const within = isDay(reviewBy) && reviewBy >= at.slice(0, 10) && reviewBy <= last.toISOString().slice(0, 10);
  return within ? null : 'review-not-within-twelve-months';
};

/** A day of the calendar: 30 February is none. */
const isDay = (day: string): boolean =>
  !Number.isNaN(Date.parse(day)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
