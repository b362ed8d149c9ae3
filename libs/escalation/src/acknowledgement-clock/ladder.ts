// When which rung is called: fractions of the acknowledgement period, so that a quarter of an hour goes up the whole line
// well within itself. Pure.
import type { ClockTerms, Level, Side } from './acknowledgement-clock.events.ts';

export interface Step {
  step: number;
  level: Level;
  /** RFC 3339 UTC; the step is due from then on */
  dueAt: string;
  /** the deadline has passed with this one */
  overdue: boolean;
}

/**
 * Whoever has it in his inbox is called at once; whoever waits for an answer asks when half of the time is gone. Of an emergency access
 * the line hears at once, and nobody below it: who used it may be the one on duty.
 */
const CALLED: Record<Side, [Level, number][]> = {
  recipient: [
    ['duty', 0],
    ['deputies', 1 / 4],
    ['first-above', 1 / 2],
    ['further-above', 3 / 4],
  ],
  originator: [
    ['duty', 1 / 2],
    ['deputies', 3 / 4],
  ],
  line: [
    ['first-above', 0],
    ['further-above', 1 / 2],
  ],
  reviewer: [
    ['duty', 0],
    ['deputies', 1 / 4],
    ['first-above', 1 / 2],
    ['further-above', 3 / 4],
  ],
};

type Times = Pick<ClockTerms, 'side' | 'startedAt' | 'deadline' | 'until'>;

/**
 * The step after this many, or null when the item's life has ended by then. An acknowledgement at the very instant of the deadline is
 * in time, so the deadline's step comes a millisecond later; after it everybody is called again at growing intervals.
 */
export const stepAt = (terms: Times, step: number): Step | null => {
  const called = CALLED[terms.side];
  const start = Date.parse(terms.startedAt);
  const deadline = Date.parse(terms.deadline);
  const period = deadline - start;
  const rung = called[step];
  // At once means at once, also where the clock was set back since the item came.
  if (rung?.[1] === 0) return { step, level: rung[0], dueAt: new Date(0).toISOString(), overdue: false };
  if (rung) return { step, level: rung[0], dueAt: instant(start + period * rung[1]), overdue: false };
  const again = step - called.length;
  const due = deadline + 1 + period * (2 ** again - 1);
  if (again > 0 && due > Date.parse(terms.until)) return null;
  return { step, level: 'everybody', dueAt: instant(due), overdue: true };
};

/** The number of the deadline's own step. */
export const deadlineStep = (side: Side): number => CALLED[side].length;

const instant = (ms: number): string => new Date(Math.min(Math.ceil(ms), LAST_INSTANT)).toISOString();

/** The last instant a Date can hold before ISO 8601 needs a sign. */
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');
