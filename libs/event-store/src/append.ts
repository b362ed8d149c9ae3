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
import { randomUUID } from 'node:crypto';
import { ConcurrencyConflict, TerminalFault } from '@gatehouse/service-kit/faults';
import { carriedTrace } from '@gatehouse/service-kit/trace';
import type pg from 'pg';
import { asFault } from './database-faults.ts';
import type { DomainEvent, EventMetadata, RecordedEvent } from './event.ts';
import { catalogueOf } from './known-events.ts';
import { EVENT_BYTES_LIMIT, writableJson, writableName } from './writable.ts';

export { EVENT_BYTES_LIMIT };

export interface AppendContext {
  metadata: EventMetadata;
  /** from the clock port */
  recordedAt: Date;
  /** when it happened, where that is another instant; default recordedAt */
  occurredAt?: Date;
}

// Of PostgreSQL's integer.
const LAST_VERSION = 2_147_483_647;

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
 * @throws ConcurrencyConflict when someone else wrote first: begin a new transaction, load, decide again
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
  if (!Number.isSafeInteger(expectedVersion) || expectedVersion < 0 || expectedVersion > LAST_VERSION - events.length)
    throw new TerminalFault('an expected version is 0 or more, as far as versions go', { code: 'event-malformed' });
  if (events.length === 0) return [];
  const texts = events.map((event) => writableJson(event.data));
  const metadata = writableJson({ ...context.metadata, ...carriedTrace() });
  const ids = events.map(() => randomUUID());
  const types = events.map((event) => writableName(event.type, 'an event type'));
  const catalogue = catalogueOf(client);
  const typeVersions = types.map((type) => catalogue.versionOf(type));
  const occurredAt = context.occurredAt ?? context.recordedAt;
  const places = await write(client, expectedVersion, [
    writableName(streamId, 'a stream id'),
    expectedVersion,
    ids,
    types,
    texts,
    metadata,
    occurredAt,
    context.recordedAt,
    typeVersions,
  ]);
  if (places.length === 0)
    throw new ConcurrencyConflict(
      `the stream was not at version ${expectedVersion}, or a later transaction wrote to it`,
    );
  return places.map((place, index) => ({
    eventId: ids[index]!,
    streamId,
    version: expectedVersion + index + 1,
    cursor: { epoch: place.epoch, transactionId: place.transaction_id, sequence: place.sequence },
    type: types[index]!,
    // What a later reader will get, also where JSON drops or rewrites something.
    data: JSON.parse(texts[index]!) as E['data'],
    metadata: JSON.parse(metadata) as EventMetadata,
    occurredAt: new Date(occurredAt),
    recordedAt: new Date(context.recordedAt),
  }));
};

interface Place {
  epoch: string;
  transaction_id: string;
  sequence: string;
}

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
