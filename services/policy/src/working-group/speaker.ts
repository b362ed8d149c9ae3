// Who speaks in a working group, and for whom.
import type { Decision } from '@gatehouse/event-store/decider';
import type { Hand } from '../registry.ts';
import type { WorkingGroupEvent } from './working-group.events.ts';
import type { Constituted } from './working-group.state.ts';

export type Decided<R extends string> = Decision<WorkingGroupEvent, R>;

/** Who says something in a working group, and what the instrument says about it at that instant. */
export interface Speaker {
  instrumentId: string;
  by: Hand;
  at: string;
  /** the day it is in the zone of the instrument */
  today: string;
  /** the party somebody acts for; null for the secretariat, oversight that reads, and the service itself */
  actsFor: string | null;
  /** of the instrument; none where it is unknown */
  parties: string[];
  /** those of them that it binds, or will from its first version on: who has left, or is only in a draft, decides nothing */
  voters: string[];
  /** until when a dispute that is opened or referred today is decided (clause 23): a day */
  decideBy: string;
}

/** What every event of a working group says. */
export const said = ({ instrumentId, by, at }: Speaker) => ({ instrumentId, by, at });

/** Whether somebody speaks for a party in this group; the secretariat speaks for none. */
export const isMember = ({ members }: Constituted, { actsFor, by }: Speaker): boolean =>
  members.some(({ party, person }) => party === actsFor && person === by.person);

/** Members, and the secretariat that serves them. */
export const mayPropose = (group: Constituted, speaker: Speaker): boolean =>
  speaker.actsFor === null || isMember(group, speaker);
