/**
 * Appending to several streams at once.
 *
 * Promise: that of `append`, of all of them together: the events of every stream stand after the version decided on, or a
 * ConcurrencyConflict says that one of them does not and the caller's transaction has to begin anew. One round trip.
 * Invariant: heads that are known are locked in the order of their ids, so that two writers of the same streams wait for one
 * another and do not block each other.
 */
import { randomUUID } from 'node:crypto';
import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';
import { carriedTrace } from '@gatehouse/service-kit/trace';
import type pg from 'pg';
import type { AppendContext } from './append.ts';
import { asFault } from './database-faults.ts';
import type { DomainEvent, EventMetadata, RecordedEvent } from './event.ts';
import { catalogueOf } from './known-events.ts';
import type { Queryable } from './transaction.ts';
import { writableJson, writableName } from './writable.ts';

/** An event checked and ready to be written; its place is known when it is. */
export type ReadyEvent<E extends DomainEvent = DomainEvent> = Omit<RecordedEvent<E>, 'cursor'> & {
  texts: { data: string; metadata: string };
  typeVersion: number;
};

/**
 * Checks events that are to stand after a version of a stream, and gives them their ids; carries the present trace.
 * @param queryable of the store they are for: it knows the types of its events
 * @throws TerminalFault 'event-malformed' | 'event-too-large' | 'event-type-unknown' | 'event-catalogue-missing'
 */
export const readyEvents = <E extends DomainEvent>(
  queryable: Queryable,
  streamId: string,
  expectedVersion: number,
  events: E[],
  { metadata, recordedAt, occurredAt = recordedAt }: AppendContext,
): ReadyEvent<E>[] => {
  const meta = writableJson({ ...metadata, ...carriedTrace() });
  const catalogue = catalogueOf(queryable);
  return events.map((event, index) => {
    const data = writableJson(event.data);
    return {
      eventId: randomUUID(),
      streamId: writableName(streamId, 'a stream id'),
      version: expectedVersion + index + 1,
      type: writableName(event.type, 'an event type'),
      typeVersion: catalogue.versionOf(event.type),
      // What a later reader will get, also where JSON drops or rewrites something.
      data: JSON.parse(data) as E['data'],
      metadata: JSON.parse(meta) as EventMetadata,
      occurredAt: new Date(occurredAt),
      recordedAt: new Date(recordedAt),
      texts: { data, metadata: meta },
    };
  });
};

const APPEND = `
  with given as (
    select * from unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
      $8::timestamptz[], $9::smallint[]) with ordinality
      as g (event_id, stream_id, version, type, data, metadata, occurred_at, recorded_at, type_version, place)
  ), heads as (
    select stream_id, min(version) - 1 as expected, max(version) as reached from given group by stream_id
  ), begun as (
    insert into store.streams (stream_id, version, last_transaction_id)
    select stream_id, reached, pg_current_xact_id() from heads where expected = 0 order by stream_id
    on conflict do nothing
    returning stream_id
  ), held as materialized (
    select stream_id from store.streams where stream_id in (select stream_id from heads where expected > 0)
    order by stream_id for update
  ), moved as (
    update store.streams s set version = h.reached, last_transaction_id = pg_current_xact_id()
    from heads h, held
    where held.stream_id = h.stream_id and s.stream_id = h.stream_id and s.version = h.expected
      and s.last_transaction_id <= pg_current_xact_id()
    returning s.stream_id
  )
  insert into store.events (event_id, stream_id, version, type, type_version, data, metadata, occurred_at, recorded_at)
  select event_id, stream_id, version, type, type_version, data::jsonb, metadata::jsonb, occurred_at, recorded_at
  from given where stream_id in (select stream_id from begun union all select stream_id from moved)
  order by place
  returning (select epoch from store.epoch) as epoch, transaction_id, sequence`;

interface Place {
  epoch: string;
  transaction_id: string;
  sequence: string;
}

/**
 * Writes ready events of any number of streams, in the caller's transaction; the events of each stream in their order.
 * @returns the events as recorded, in the order given
 * @throws ConcurrencyConflict when one of the streams was not where its events begin: nothing of the transaction may be kept
 */
export const appendReady = async <E extends DomainEvent>(
  client: pg.ClientBase,
  events: ReadyEvent<E>[],
): Promise<RecordedEvent<E>[]> => {
  if (events.length === 0) return [];
  const values = [
    events.map(({ eventId }) => eventId),
    events.map(({ streamId }) => streamId),
    events.map(({ version }) => version),
    events.map(({ type }) => type),
    events.map(({ texts }) => texts.data),
    events.map(({ texts }) => texts.metadata),
    events.map(({ occurredAt }) => occurredAt),
    events.map(({ recordedAt }) => recordedAt),
    events.map(({ typeVersion }) => typeVersion),
  ];
  const query = { name: 'store-append-ready', text: APPEND, values };
  const { rows } = await client.query<Place>(query).catch((fault: unknown) => {
    throw asFault(fault);
  });
  if (rows.length !== events.length)
    throw new ConcurrencyConflict('one of the streams was not where its new events begin');
  return events.map(({ texts: _texts, typeVersion: _version, ...event }, index) => {
    const { epoch, transaction_id, sequence } = rows[index]!;
    return { ...event, cursor: { epoch, transactionId: transaction_id, sequence } };
  });
};
