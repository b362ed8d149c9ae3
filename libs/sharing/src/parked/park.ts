// What arrived and cannot be accepted waits for a person, with its reason: it neither blocks a lane nor vanishes. What follows it
// in its order key waits behind it (waiting.ts); other keys and IMMEDIATE items go on.
import { createHash } from 'node:crypto';
import { record } from '@gatehouse/audit-trail';
import type { BusMessage } from '@gatehouse/event-bus';
import { append, inTransaction, readStream, takeStream } from '@gatehouse/event-store';
import { RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { auditRecord, type Agency } from '../agency.ts';
import { tidyHeaders } from '../tidy-headers.ts';
import { parkedMessageStream, type ParkedMessageEvent } from './parked-message.events.ts';

/** Keeps a message aside, once, with its audit row and an alarm. `sender`: whose lane it came by; `code`: why it was not accepted. */
export const park = async (agency: Agency, message: BusMessage, sender: string, code: string): Promise<void> => {
  const at = agency.clock.now();
  const parkedId = agency.newId();
  const isNew = await inTransaction(agency.pool, async (client) => {
    if (!(await keptAside(client, message, { parkedId, sender, code, at }))) return false;
    const data = { parkedId, topic: message.topic, sender, code, at: at.toISOString() };
    await append(client, parkedMessageStream(parkedId), 0, [{ type: 'MessageParked', data }], context(agency));
    await record(client, refusedRecord(agency, code));
    return true;
  });
  if (isNew) agency.alarm('MESSAGE_PARKED', { topic: message.topic, code });
};

const keptAside = async (
  client: pg.ClientBase,
  { topic, key, value, headers }: BusMessage,
  { parkedId, sender, code, at }: { parkedId: string; sender: string; code: string; at: Date },
): Promise<boolean> => {
  const { rowCount } = await client.query(
    `insert into sharing.parked (parked_id, topic, fingerprint, sender, message_id, message_key, value, headers, code, parked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [
      parkedId,
      topic,
      createHash('sha256').update(value).digest(),
      sender,
      tidyHeaders(headers)['message-id'] ?? null,
      Buffer.from(key),
      Buffer.from(value),
      tidyHeaders(headers),
      code,
      at,
    ],
  );
  return rowCount === 1;
};

const context = (agency: Agency) => ({ metadata: { correlationId: agency.newId() }, recordedAt: agency.clock.now() });

const refusedRecord = (agency: Agency, code: string) =>
  auditRecord(agency, {
    event: 'refused',
    operation: 'collection',
    action: 'receive',
    decision: { effect: 'DENY', reason: code, reasonsInOrder: [code], obligations: [], bundleVersion: null },
  });

/** Parked messages of these lanes that somebody wants tried again, the oldest first. */
export const parkedToTryAgain = async (
  pool: pg.Pool,
  topics: readonly string[],
  limit: number,
): Promise<{ parkedId: string; message: BusMessage }[]> => {
  const { rows } = await pool.query<{
    parked_id: string;
    topic: string;
    message_key: Buffer;
    value: Buffer;
    headers: Record<string, string>;
  }>(
    `select parked_id, topic, message_key, value, headers from sharing.parked
     where try_again and dismissed_at is null and topic = any($1) order by parked_at, parked_id limit $2`,
    [topics, limit],
  );
  return rows.map(({ parked_id, topic, message_key, value, headers }) => ({
    parkedId: parked_id,
    message: { topic, key: message_key.toString(), value: value.toString(), headers },
  }));
};

/** Whether it still is to be tried. Until the caller's transaction ends nobody dismisses it. */
export const isToBeTried = async (client: pg.ClientBase, parkedId: string): Promise<boolean> => {
  await takeStream(client, parkedMessageStream(parkedId));
  const { rowCount } = await client.query(
    'select from sharing.parked where parked_id = $1 and try_again and dismissed_at is null',
    [parkedId],
  );
  return rowCount === 1;
};

/** What came of trying again. `unfit`: why it is still not accepted; null when its effect stands, and it is parked no longer. */
export const triedAgain = (agency: Agency, parkedId: string, unfit: string | null): Promise<void> =>
  inTransaction(agency.pool, async (client) => {
    const at = agency.clock.now().toISOString();
    const stream = parkedMessageStream(parkedId);
    const event: ParkedMessageEvent =
      unfit === null
        ? { type: 'ParkedMessageAccepted', data: { parkedId, at } }
        : { type: 'ParkedMessageRefusedAgain', data: { parkedId, code: unfit, at } };
    await append(client, stream, (await readStream(client, stream)).length, [event], context(agency));
    if (unfit === null) await client.query('delete from sharing.parked where parked_id = $1', [parkedId]);
    else
      await client.query('update sharing.parked set try_again = false, code = $2 where parked_id = $1', [
        parkedId,
        unfit,
      ]);
  });

/**
 * Why a message is parked, or null when the same message may well be accepted later: the database is away, no bundle has come,
 * somebody else was first. Everything else would stand in the way of what follows for ever.
 */
export const fitForParking = (fault: unknown): string | null => {
  if (fault instanceof RetryableFault) return null;
  if (fault instanceof TerminalFault) return fault.code === 'terminal' ? 'malformed' : fault.code;
  return 'not-processable';
};
