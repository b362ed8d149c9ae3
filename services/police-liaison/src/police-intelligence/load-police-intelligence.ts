import { readStream, type Queryable } from '@gatehouse/event-store';
import { policeIntelligenceDecider, type PoliceIntelligence } from './police-intelligence.decider.ts';
import { policeIntelligenceStream, type PoliceIntelligenceEvent } from './police-intelligence.events.ts';

/** A report as its stream stands. One query. */
export const loadPoliceIntelligence = async (queryable: Queryable, itemId: string): Promise<PoliceIntelligence> =>
  (await readStream(queryable, policeIntelligenceStream(itemId))).reduce(
    (state, event) => policeIntelligenceDecider.evolve(state, event as unknown as PoliceIntelligenceEvent),
    policeIntelligenceDecider.initial(),
  );
