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
import { carriedTrace } from '@gatehouse/service-kit/trace';
import type pg from 'pg';
import { asFault } from './database-faults.ts';
import { asWritten, eventColumns, type Written } from './event-columns.ts';
import type { DomainEvent, EventMetadata, RecordedEvent } from './event.ts';
import { catalogueOf } from './known-events.ts';
import { StreamConflict } from './stream-conflict.ts';
import { EVENT_BYTES_LIMIT, expectable, writableJson, writableName } from './writable.ts';

export { EVENT_BYTES_LIMIT };

export interface AppendContext {
  metadata: EventMetadata;
  /** from the clock port */
  recordedAt: Date;
  /** when it happened, where that is another instant; default recordedAt */
  occurredAt?: Date;
}

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
 * @throws TerminalFault 'event-malformed' | 'event-too-large' | 'event-type-unknown' | 'event-catalogue-missing' before anything
 *   is written
 */
export const append = async <E extends DomainEvent>(
  client: pg.ClientBase,
  streamId: string,
  expectedVersion: number,
  events: E[],
  context: AppendContext,
): Promise<RecordedEvent<E>[]> => {
  expectable(expectedVersion, events.length);
  if (events.length === 0) return [];
  const columns = eventColumns(catalogueOf(client), events);
  const metadata = writableJson({ ...context.metadata, ...carriedTrace() });
  const { recordedAt, occurredAt = recordedAt } = context;
  const written = await write(client, expectedVersion, [
    writableName(streamId, 'a stream id'),
    expectedVersion,
    columns.ids,
    columns.types,
    columns.texts,
    metadata,
    occurredAt,
    recordedAt,
    columns.typeVersions,
  ]);
  if (written.length === 0)
    throw new StreamConflict(
      streamId,
      `the stream was not at version ${expectedVersion}, or a later transaction wrote to it`,
    );
  return written.map((place, index) =>
    asWritten<E>(columns, index, place, {
      streamId,
      version: expectedVersion + index + 1,
      metadata,
      occurredAt,
      recordedAt,
    }),
  );
};

const write = async (client: pg.ClientBase, expectedVersion: number, values: unknown[]): Promise<Written[]> => {
  const query =
    expectedVersion === 0
      ? { name: 'store-append-new', text: NEW_STREAM }
      : { name: 'store-append-known', text: KNOWN_STREAM };
  try {
    return (await client.query<Written>({ ...query, values })).rows;
  } catch (fault) {
    throw asFault(fault);
  }
};
