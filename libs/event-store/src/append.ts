/**
 * Appending to a stream.
 *
 * Promise: the events stand after exactly the version the caller decided on, or nothing is written and the caller's
 * transaction is as good as before.
 * Invariants:
 * - One statement moves the head row and inserts the events: one round trip, and of concurrent writers one wins.
 * - The head row's lock is held to the end of the transaction, so a stream's versions are dense and in commit order.
 * - A transaction that got its id before the stream's last writer may not write after it. So (transaction id, sequence)
 *   never contradicts the stream's own order, also when transactions wrote elsewhere first.
 */
import type pg from 'pg';
import { asFault } from './database-faults.ts';
import type { DomainEvent, RecordedEvent } from './event.ts';
import { asRecorded, readyEvents, type AppendContext, type Place } from './ready-events.ts';
import { writtenTexts } from './seal-events.ts';
import { StreamConflict } from './stream-conflict.ts';
import { EVENT_BYTES_LIMIT } from './writable.ts';

export type { AppendContext };
export { EVENT_BYTES_LIMIT };

const INSERT = `
  insert into store.events (event_id, stream_id, version, type, type_version, data, metadata, occurred_at, recorded_at)
  select e.event_id, $1, $2 + e.place::integer, e.type, e.type_version, e.data::jsonb, $6::jsonb, $7, $8
  from head, unnest($3::uuid[], $4::text[], $5::text[], $9::smallint[])
    with ordinality as e (event_id, type, data, type_version, place)
  order by e.place
  returning (select epoch from store.epoch) as epoch, transaction_id, sequence`;

const NEW_STREAM = `
  with head as (
    insert into store.streams (stream_id, version, last_transaction_id)
    values ($1, $2::integer + cardinality($3::uuid[]), pg_current_xact_id())
    on conflict do nothing
    returning version)
  ${INSERT}`;

const KNOWN_STREAM = `
  with head as (
    update store.streams
    set version = $2::integer + cardinality($3::uuid[]), last_transaction_id = pg_current_xact_id()
    where stream_id = $1 and version = $2 and last_transaction_id <= pg_current_xact_id()
    returning version)
  ${INSERT}`;

/**
 * Writes events at the end of a stream, in the caller's transaction.
 * @param expectedVersion the version the caller decided on; 0 for a stream that does not exist
 * @returns the events as recorded, in order
 * @throws StreamConflict, a ConcurrencyConflict, when someone else wrote first: begin a new transaction, load, decide again
 * @throws TerminalFault 'event-malformed' | 'event-too-large' | 'event-type-unknown' | 'event-catalogue-missing' |
 *   'item-erased' | 'item-keys-not-given' before anything is written; what the key store throws
 */
export const append = async <E extends DomainEvent>(
  client: pg.ClientBase,
  streamId: string,
  expectedVersion: number,
  events: E[],
  context: AppendContext,
): Promise<RecordedEvent<E>[]> => {
  if (events.length === 0) return [];
  const ready = readyEvents(client, streamId, expectedVersion, events, context);
  const { recordedAt, occurredAt = recordedAt } = context;
  const places = await write(client, expectedVersion, [
    streamId,
    expectedVersion,
    ready.map(({ eventId }) => eventId),
    ready.map(({ type }) => type),
    await writtenTexts(client, ready),
    ready[0]!.texts.metadata,
    occurredAt,
    recordedAt,
    ready.map(({ typeVersion }) => typeVersion),
  ]);
  if (places.length === 0)
    throw new StreamConflict(
      streamId,
      `the stream was not at version ${expectedVersion}, or a later transaction wrote to it`,
    );
  return asRecorded(ready, places);
};

const write = async (client: pg.ClientBase, expectedVersion: number, values: unknown[]): Promise<Place[]> => {
  const query =
    expectedVersion === 0
      ? { name: 'store-append-new', text: NEW_STREAM }
      : { name: 'store-append-known', text: KNOWN_STREAM };
  try {
    return (await client.query<Place>({ ...query, values })).rows;
  } catch (fault) {
    throw asFault(fault);
  }
};
