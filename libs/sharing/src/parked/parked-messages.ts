// What a person may know and do about messages that were not accepted: when, from whom, why, how many wait behind it. Never what is
// in one: it is sealed, and may not be for this agency at all.
import type { Queryable } from '@gatehouse/event-store';
import type { Agency } from '../agency.ts';
import { runAudited, type CommandOutcome } from '../command.ts';
import type { Asked } from '../question.ts';
import {
  parkedMessageDecider,
  type ParkedMessage,
  type ParkedMessageCommand,
  type ParkedMessageRefusal,
} from './parked-message.decider.ts';
import { parkedMessageStream, type ParkedMessageEvent } from './parked-message.events.ts';

export interface ListedParked {
  parkedId: string;
  topic: string;
  sender: string;
  code: string;
  parkedAt: Date;
  /** somebody has asked for another try, which has not ended */
  trying: boolean;
  /** messages of its order key that wait behind it */
  waitingBehind: number;
}

/** Parked messages that nobody has dismissed, the oldest first. */
export const listParked = async (queryable: Queryable, limit: number): Promise<ListedParked[]> => {
  const { rows } = await queryable.query<{
    parked_id: string;
    topic: string;
    sender: string;
    code: string;
    parked_at: Date;
    try_again: boolean;
    behind: number;
  }>(
    `select parked_id, topic, sender, code, parked_at, try_again,
       (select count(*) from sharing.waiting as w where w.sender = p.sender and w.predecessor = p.message_id)::integer as behind
     from sharing.parked as p
     where dismissed_at is null order by parked_at, parked_id limit $1`,
    [limit],
  );
  return rows.map((row) => ({
    parkedId: row.parked_id,
    topic: row.topic,
    sender: row.sender,
    code: row.code,
    parkedAt: row.parked_at,
    trying: row.try_again,
    waitingBehind: row.behind,
  }));
};

export type ParkedOutcome = CommandOutcome<ParkedMessage, ParkedMessageEvent, ParkedMessageRefusal>;

/**
 * Has a parked message tried again, or dismisses it: then what waits behind it goes on. Each with its audit row, and the second with
 * its reason in the store.
 */
export const settleParked = (agency: Agency, asked: Asked, command: ParkedMessageCommand): Promise<ParkedOutcome> => {
  const { parkedId, at } = command.data;
  return runAudited(
    agency,
    parkedMessageDecider,
    {
      command,
      streamId: parkedMessageStream(parkedId),
      asked,
      audit: () => ({ operation: 'alteration', action: command.type, subjects: [], item: null, fields: [] }),
    },
    async (client) => {
      if (command.type === 'RetryParkedMessage')
        await client.query('update sharing.parked set try_again = true where parked_id = $1', [parkedId]);
      else
        await client.query('update sharing.parked set try_again = false, dismissed_at = $2 where parked_id = $1', [
          parkedId,
          at,
        ]);
    },
  );
};
