import { readStream, type Queryable } from '@gatehouse/event-store';
import { emergencyAccessDecider, type EmergencyAccesses } from './emergency-access.decider.ts';
import { emergencyAccessStream, type EmergencyAccessEvent } from './emergency-access.events.ts';

/** What one person did in emergencies with one item, and what was found about it. One query. */
export const loadEmergencyAccesses = async (
  queryable: Queryable,
  itemId: string,
  person: string,
): Promise<EmergencyAccesses> => {
  const events = await readStream(queryable, emergencyAccessStream(itemId, person));
  return events.reduce(
    (accesses, event) => emergencyAccessDecider.evolve(accesses, event as unknown as EmergencyAccessEvent),
    emergencyAccessDecider.initial(),
  );
};
