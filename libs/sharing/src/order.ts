// Ruling 8: each message carries its order key's own count and its predecessor. Counted in the transaction that
// releases, so that neither a broker nor a restart can change it.
import type pg from 'pg';

export interface Order {
  sequence: number;
  predecessor: string | null;
}

/** Takes the next place of an order key towards a recipient. Gives its sequence (from 1) and the message before it. */
export const nextInOrder = async (
  client: pg.ClientBase,
  recipient: string,
  orderKey: string,
  messageId: string,
): Promise<Order> => {
  const { rows } = await client.query<{ sequence: string; predecessor: string | null }>(
    `with before as (
       select sequence, last_message_id from sharing.order_key where recipient = $1 and order_key = $2 for update
     ), after as (
       insert into sharing.order_key (recipient, order_key, sequence, last_message_id)
       values ($1, $2, coalesce((select sequence from before), 0) + 1, $3)
       on conflict (recipient, order_key) do update set sequence = sharing.order_key.sequence + 1, last_message_id = excluded.last_message_id
       returning sequence
     )
     select after.sequence, (select last_message_id from before) as predecessor from after`,
    [recipient, orderKey, messageId],
  );
  const row = rows[0];
  if (!row) throw new Error('an order key gave no place');
  return { sequence: Number(row.sequence), predecessor: row.predecessor };
};
