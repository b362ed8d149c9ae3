// By when an observation has to be evaluated (domain reference 4.1): within 24 hours when it is immediate, else within five
// days; after 28 days without evaluation it is restricted: kept, and no longer used. The clock says it, no event has to.
import type { Observation, KnownObservation } from './security-information-report.decider.ts';

const HOUR_MS = 3_600_000;
const WITHIN_HOURS = { IMMEDIATE: 24, PRIORITY: 5 * 24, ROUTINE: 5 * 24 };
const RESTRICTED_AFTER_HOURS = 28 * 24;

type Urgency = keyof typeof WITHIN_HOURS;

export interface EvaluationTimes {
  evaluateBy: Date;
  restrictedFrom: Date;
}

/** Times run from the instant the observation first reached the service. */
export const evaluationTimes = (urgency: Urgency, receivedAt: Date): EvaluationTimes => ({
  evaluateBy: new Date(receivedAt.getTime() + WITHIN_HOURS[urgency] * HOUR_MS),
  restrictedFrom: new Date(receivedAt.getTime() + RESTRICTED_AFTER_HOURS * HOUR_MS),
});

export type Timeliness = 'due' | 'overdue' | 'restricted' | 'done';

export const timelinessOf = (
  { evaluateBy, restrictedFrom }: EvaluationTimes,
  closed: boolean,
  now: Date,
): Timeliness => {
  if (closed) return 'done';
  if (now >= restrictedFrom) return 'restricted';
  return now > evaluateBy ? 'overdue' : 'due';
};

/** Whether an analyst of a prison may evaluate it now, and if not, why; what he may not know of is unknown. */
export const readiness = (
  observation: Observation,
  visible: boolean,
  now: Date,
): 'unknown' | 'not-registered' | 'restricted' | 'closed' | 'ready' => {
  if (observation.status === 'none' || !visible) return 'unknown';
  if (observation.status === 'closed') return 'closed';
  if (isRestricted(observation, now)) return 'restricted';
  return observation.status === 'registered' ? 'ready' : 'not-registered';
};

export const isRestricted = (observation: KnownObservation, now: Date): boolean =>
  now >= evaluationTimes(observation.submitted.urgency, new Date(observation.firstReceivedAt)).restrictedFrom;
