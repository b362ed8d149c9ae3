/**
 * Starting many streams at once, each with one event: what a bulk import writes.
 *
 * Promise: in the caller's transaction either all of these streams begin, in the given order, or a ConcurrencyConflict
 * says that one of them exists already. The same rows as `append` at version 0 writes, in one round trip.
 */
import { randomUUID } from 'node:crypto';
import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import type { AppendContext } from './append.ts';
import { asFault } from './database-faults.ts';
import type { DomainEvent } from './event.ts';
import { catalogueOf } from './known-events.ts';
import { writableJson, writableName } from './writable.ts';

export interface StreamStart<E extends DomainEvent = DomainEvent> {
  streamId: string;
  event: E;
  /** when it happened, where that is another instant than the context's */
  occurredAt?: Date;
}

const START = `
  with given as (
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $8::smallint[])
      with ordinality as g (event_id, stream_id, type, data, occurred_at, type_version, place)
  ), head as (
    insert into store.streams (stream_id, version, last_transaction_id)
    select stream_id, 1, pg_current_xact_id() from given order by place
    on conflict do nothing
    returning stream_id)
  insert into store.events (event_id, stream_id, version, type, type_version, data, metadata, occurred_at, recorded_at)
  select event_id, stream_id, 1, type, type_version, data::jsonb, $6::jsonb, occurred_at, $7
  from given join head using (stream_id) order by place`;

/**
 * Writes the first event of each stream, in the caller's transaction.
 * @throws ConcurrencyConflict when a stream exists already or is named twice; TerminalFault when an event may not be written
 */
export const startStreams = async <E extends DomainEvent>(
  client: pg.ClientBase,
  starts: StreamStart<E>[],
  { metadata, recordedAt, occurredAt = recordedAt }: AppendContext,
): Promise<void> => {
  if (starts.length === 0) return;
  if (new Set(starts.map(({ streamId }) => streamId)).size !== starts.length)
    throw new ConcurrencyConflict('one of the streams to start is named twice');
  const catalogue = catalogueOf(client);
  const values = [
    starts.map(() => randomUUID()),
    starts.map(({ streamId }) => writableName(streamId, 'a stream id')),
    starts.map(({ event }) => writableName(event.type, 'an event type')),
    starts.map(({ event }) => writableJson(event.data)),
    starts.map((start) => start.occurredAt ?? occurredAt),
    writableJson(metadata),
    recordedAt,
    starts.map(({ event }) => catalogue.versionOf(event.type)),
  ];
  const written = await client.query({ name: 'store-start-streams', text: START, values }).catch((fault: unknown) => {
    throw asFault(fault);
  });
  if (written.rowCount !== starts.length) throw new ConcurrencyConflict('one of the streams to start exists already');
};
