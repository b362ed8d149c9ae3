/**
 * The outbox: what is to leave stands in the same transaction as the decision that lets it leave.
 *
 * Invariants: rows leave in the order of (transaction id, sequence) below the snapshot horizon, so no slow transaction is
 * overtaken, but for what is urgent, which leaves before all else in an order of its own; a row that awaits a receipt stays until it is both marked as sent and receipted, in whichever order those
 * come; a row that awaits none goes when it is marked.
 */
import type { Queryable } from '@gatehouse/event-store';
import { carriedTrace } from '@gatehouse/service-kit/trace';
import type pg from 'pg';
import { BusFault } from './bus-fault.ts';

export interface OutboxRow {
  messageId: string;
  topic: string;
  key: string;
  value: string;
  headers?: Record<string, string>;
  /** what the audit needs when it is sent: no content */
  about: object;
  awaitsReceipt: boolean;
  /** leaves before whatever else waits, also before rows of its key: its recipient has to take it out of its order; default no */
  urgent?: boolean;
}

/** Bytes of one message's value; brokers refuse a little more by default (1 MiB with headers). */
export const MESSAGE_BYTES_LIMIT = 900 * 1024;

/**
 * Puts a message into the outbox with the caller's transaction.
 * @param at from the clock port
 * @throws BusFault 'message-too-large' | 'message-malformed' here, where the caller can still refuse, and not in the relay,
 *   where it would block its topic
 */
export const enqueue = async (client: pg.ClientBase, row: OutboxRow, at: Date): Promise<void> => {
  if (Buffer.byteLength(row.value) > MESSAGE_BYTES_LIMIT)
    throw new BusFault('message-too-large', `a message has at most ${MESSAGE_BYTES_LIMIT} bytes`);
  if (![row.messageId, row.topic, row.key, row.value].every(sendable))
    throw new BusFault('message-malformed', 'a message has an id, a topic, a key and a value, none of them with NUL');
  await client.query({
    name: 'bus-enqueue',
    text: `insert into bus.outbox (message_id, topic, key, value, headers, about, awaits_receipt, enqueued_at, urgent)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      row.messageId,
      row.topic,
      row.key,
      row.value,
      { ...row.headers, ...carriedTrace() },
      row.about,
      row.awaitsReceipt,
      at,
      row.urgent ?? false,
    ],
  });
};

const sendable = (text: string): boolean => text.length > 0 && !text.includes('\0');

/**
 * The recipient's receipt came: the row has done its work.
 * @param recipient whose receipt it is, where no ledger says whom the message was for: nobody lets go of another's
 * @returns true for the first receipt of a message that stands in the outbox
 */
export const settle = async (
  client: pg.ClientBase,
  messageId: string,
  at: Date,
  recipient: string | null = null,
): Promise<boolean> => {
  const { rows } = await client.query<{ sent: boolean }>(
    `select sent_at is not null as sent from bus.outbox
     where message_id = $1 and awaits_receipt and received_at is null
       and ($2::text is null or about ->> 'recipient' = $2) for update`,
    [messageId, recipient],
  );
  const row = rows[0];
  if (!row) return false;
  // A receipt can overtake the mark (the process was killed in between): the relay still has to enter that it was sent.
  if (row.sent) await client.query('delete from bus.outbox where message_id = $1', [messageId]);
  else await client.query('update bus.outbox set received_at = $2 where message_id = $1', [messageId, at]);
  return true;
};

/** How many messages wait to be sent, and how many for a receipt. */
export const outboxDepth = async (queryable: Queryable): Promise<{ unsent: number; unreceipted: number }> => {
  const { rows } = await queryable.query<{ unsent: number; unreceipted: number }>(
    `select count(*) filter (where sent_at is null)::integer as unsent,
       count(*) filter (where sent_at is not null and received_at is null)::integer as unreceipted
     from bus.outbox`,
  );
  return rows[0] ?? { unsent: 0, unreceipted: 0 };
};
