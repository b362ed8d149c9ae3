// The facts that decide about a reader, folded from his stream at the moment of the decision: no cache to go stale.
import { readStream, type Queryable } from '@gatehouse/event-store';
import type { ReaderFacts } from '@gatehouse/sharing';
import { officerDecider } from './officer.decider.ts';
import { officerStream, type OfficerEvent } from './officer.events.ts';

/** One query. An officer nobody attested anything about has no vetting, no training and no assignment. */
export const officerFacts = async (queryable: Queryable, person: string): Promise<ReaderFacts> => {
  const events = await readStream(queryable, officerStream(person));
  const officer = events.reduce(
    (state, event) => officerDecider.evolve(state, event as unknown as OfficerEvent),
    officerDecider.initial(),
  );
  return { ...officer, conflicts: [], chain: [] };
};
