// A security information report as its stream stands, and whose it is.
import { readStream, type Queryable } from '@gatehouse/event-store';
import { observationDecider, type Observation } from './security-information-report.decider.ts';
import { observationStream, type ObservationEvent } from './security-information-report.events.ts';

/** @returns `none` for a URN nobody knows */
export const loadObservation = async (queryable: Queryable, sirUrn: string): Promise<Observation> => {
  const events = await readStream(queryable, observationStream(sirUrn));
  return events.reduce<Observation>(
    (observation, { type, data }) => observationDecider.evolve(observation, { type, data } as ObservationEvent),
    observationDecider.initial(),
  );
};

/**
 * The prison a unit belongs to: units are named after their prison, `prison-17-intelligence`. A unit that belongs to none
 * (headquarters) reads and submits nothing here.
 */
export const prisonOf = (unit: string): string | null => /^prison-[a-z0-9]+(?=-|$)/.exec(unit)?.[0] ?? null;
