/**
 * The inbox: at least once on the wire, exactly once in effect.
 *
 * Invariant: the row is in the transaction of the effect, so a redelivery finds both or neither. The id is unique per
 * topic: a topic has one writer, and no other party can use up its ids.
 */
import { planted } from '@gatehouse/failpoints';
import type pg from 'pg';

/** Who signed a message, and where it came in. */
export interface Origin {
  topic: string;
  sender: string;
}

/**
 * @param messageId an id the sender signed
 * @param at from the clock port
 * @returns true for the first time; false when its effect stands already
 */
export const firstReceipt = async (
  client: pg.ClientBase,
  messageId: string,
  { topic, sender }: Origin,
  at: Date,
): Promise<boolean> => {
  const { rowCount } = await client.query({
    name: 'bus-first-receipt',
    text: `insert into bus.inbox (topic, message_id, sender, received_at) values ($1, $2, $3, $4) on conflict do nothing`,
    values: [topic, messageId, sender, at],
  });
  return rowCount === 1 || planted('inbox-forgets');
};

/** When the effect of a sender's message became durable here, whichever topic it took; null when it has not. */
export const arrivedAt = async (client: pg.ClientBase, sender: string, messageId: string): Promise<Date | null> => {
  const { rows } = await client.query<{ received_at: Date }>({
    name: 'bus-arrived-at',
    text: 'select received_at from bus.inbox where sender = $1 and message_id = $2',
    values: [sender, messageId],
  });
  return planted('inbox-forgets') ? null : (rows[0]?.received_at ?? null);
};
