// The relay's side of the outbox: what is next, and what is done.
import type pg from 'pg';
import type { BusMessage } from './bus.ts';
import type { OutboxRow } from './outbox.ts';

interface StoredRow {
  message_id: string;
  topic: string;
  key: string;
  value: string;
  headers: Record<string, string>;
  about: object;
  awaits_receipt: boolean;
  urgent: boolean;
}

/** Topics that rest after a fault, of each lane. */
export interface Resting {
  urgent: string[];
  others: string[];
}

const TO_SEND = `from bus.outbox where sent_at is null and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
  and topic <> all (case when urgent then $1::text[] else $2::text[] end)`;
const TO_SEND_AGAIN = `from bus.outbox where sent_at is not null and received_at is null and awaits_receipt
  and send_again_at <= $3 and topic <> all (case when urgent then $1::text[] else $2::text[] end)`;
const ROW = 'message_id, topic, key, value, headers, about, awaits_receipt, urgent';

/** True when a row could be sent, or sent again, but for the topics that are resting. */
export const waits = async (pool: pg.Pool, { urgent, others }: Resting, now: Date): Promise<boolean> => {
  const text = `select exists (select ${TO_SEND}) or exists (select ${TO_SEND_AGAIN}) as waits`;
  const { rows } = await pool.query<{ waits: boolean }>({ name: 'bus-waits', text, values: [urgent, others, now] });
  return rows[0]?.waits === true;
};

/** The next rows to send, what is urgent first, each lane in outbox order and without its resting topics. */
export const nextToSend = async (
  client: pg.ClientBase,
  { urgent, others }: Resting,
  limit: number,
): Promise<OutboxRow[]> => {
  const { rows } = await client.query<StoredRow>({
    name: 'bus-next-to-send',
    text: `select ${ROW} ${TO_SEND} order by urgent desc, transaction_id, sequence limit $3`,
    values: [urgent, others, limit],
  });
  return rows.map(outboxRow);
};

const outboxRow = (row: StoredRow): OutboxRow => ({
  messageId: row.message_id,
  topic: row.topic,
  key: row.key,
  value: row.value,
  headers: row.headers,
  about: row.about,
  awaitsReceipt: row.awaits_receipt,
  urgent: row.urgent,
});

/** Milliseconds from the first sending to the second; then twice as long each time, up to an hour. */
const AGAIN_MS = 30_000;
export const LONGEST_PAUSE_MS = 3_600_000;

/** Rows that were sent, whose receipt has not come in its time; what is urgent first, without the resting topics. */
export const nextToSendAgain = async (
  client: pg.ClientBase,
  { urgent, others }: Resting,
  limit: number,
  now: Date,
): Promise<OutboxRow[]> => {
  const { rows } = await client.query<StoredRow>({
    name: 'bus-next-to-send-again',
    text: `select ${ROW} ${TO_SEND_AGAIN} order by urgent desc, transaction_id, sequence limit $4`,
    values: [urgent, others, now, limit],
  });
  return rows.map(outboxRow);
};

/** Notes that rows were sent once more. Gives how often each was sent by now. */
export const markSentAgain = async (
  client: pg.ClientBase,
  messageIds: string[],
  at: Date,
): Promise<{ messageId: string; sends: number }[]> => {
  const { rows } = await client.query<{ message_id: string; sends: number }>({
    name: 'bus-mark-sent-again',
    text: `update bus.outbox
      set sends = sends + 1,
        send_again_at = $2::timestamptz + least(${AGAIN_MS} * power(2, least(sends, 20)), ${LONGEST_PAUSE_MS}) * interval '1 ms'
      where message_id = any ($1::text[]) returning message_id, sends`,
    values: [messageIds, at],
  });
  return rows.map((row) => ({ messageId: row.message_id, sends: row.sends }));
};

/** Marks rows as sent and lets go of those that await nothing more. Gives the ids that were not marked before. */
export const markSent = async (client: pg.ClientBase, messageIds: string[], at: Date): Promise<Set<string>> => {
  const marked = await client.query<{ message_id: string }>({
    name: 'bus-mark-sent',
    text: `update bus.outbox
      set sent_at = $2, sends = 1, send_again_at = $2::timestamptz + ${AGAIN_MS} * interval '1 ms'
      where message_id = any ($1::text[]) and sent_at is null returning message_id`,
    values: [messageIds, at],
  });
  await client.query({
    name: 'bus-let-go',
    text: `delete from bus.outbox
      where message_id = any ($1::text[]) and (not awaits_receipt or received_at is not null)`,
    values: [messageIds],
  });
  return new Set(marked.rows.map((row) => row.message_id));
};

/** What goes on the wire. The id is a convenience for logs: recipients rely on the one that is signed inside. */
export const asMessage = (row: OutboxRow): BusMessage => ({
  topic: row.topic,
  key: row.key,
  value: row.value,
  headers: { ...row.headers, 'message-id': row.messageId },
});

/** Rows by topic, each in its order. */
export const byTopic = (rows: OutboxRow[]): [string, OutboxRow[]][] => [...Map.groupBy(rows, (row) => row.topic)];
