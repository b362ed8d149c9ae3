// Whether a report may still answer a requirement.
import { readStream, type Queryable } from '@gatehouse/event-store';
import { requirementDecider, type Requirement } from './intelligence-requirement.decider.ts';
import { requirementStream, type RequirementEvent } from './intelligence-requirement.events.ts';

/** @returns `closed` also for one that has run out by now */
export const requirementState = async (
  queryable: Queryable,
  requirementId: string,
  now: Date,
): Promise<'unknown' | 'closed' | 'open'> => {
  const events = await readStream(queryable, requirementStream(requirementId));
  const requirement = events.reduce<Requirement>(
    (before, { type, data }) => requirementDecider.evolve(before, { type, data } as RequirementEvent),
    requirementDecider.initial(),
  );
  if (requirement.status === 'none') return 'unknown';
  return requirement.status === 'closed' || new Date(requirement.validUntil) <= now ? 'closed' : 'open';
};
