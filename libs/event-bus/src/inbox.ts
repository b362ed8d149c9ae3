/**
 * The inbox: at least once on the wire, exactly once in effect.
 *
 * Invariant: the row is in the transaction of the effect, so a redelivery finds both or neither. The id is unique per
 * topic: a topic has one writer, and no other party can use up its ids.
 */
import type pg from 'pg';

/**
 * @param messageId an id the sender signed
 * @param at from the clock port
 * @returns true for the first time; false when its effect stands already
 */
export const firstReceipt = async (
  client: pg.ClientBase,
  messageId: string,
  topic: string,
  at: Date,
): Promise<boolean> => {
  const { rowCount } = await client.query({
    name: 'bus-first-receipt',
    text: 'insert into bus.inbox (topic, message_id, received_at) values ($1, $2, $3) on conflict do nothing',
    values: [topic, messageId, at],
  });
  return rowCount === 1;
};
