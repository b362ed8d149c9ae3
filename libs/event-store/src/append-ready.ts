/**
 * Appending to several streams at once.
 *
 * Promise: that of `append`, of all of them together: the events of every stream stand after the version decided on, or a conflict
 * names the stream that somebody else wrote, and nothing of the caller's transaction can be committed. One round trip.
 * Invariants:
 * - Heads are locked in one order, in whichever they are named: first those that begin, then those that are there, each by their ids.
 *   Two writers of the same streams wait for one another and never both.
 * - Only the statement itself finds out that a head cannot move, when others have: the transaction is ended then, so that a caller who
 *   swallows the conflict does not commit a half.
 */
import type pg from 'pg';
import { asFault } from './database-faults.ts';
import type { DomainEvent, RecordedEvent } from './event.ts';
import { asRecorded, type Place, type ReadyEvent } from './ready-events.ts';
import { writtenTexts } from './seal-events.ts';
import { StreamConflict } from './stream-conflict.ts';

// By arrays of ids: a join alone reads every head where the table's statistics are those of a small one.
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
    select stream_id from store.streams
    where stream_id = any(array(select stream_id from heads where expected > 0))
    order by stream_id for update
  ), moved as (
    update store.streams s set version = h.reached, last_transaction_id = pg_current_xact_id()
    from heads h, held
    where s.stream_id = any(array(select stream_id from held)) and held.stream_id = h.stream_id and s.stream_id = h.stream_id and s.version = h.expected
      and s.last_transaction_id <= pg_current_xact_id()
    returning s.stream_id
  )
  insert into store.events (event_id, stream_id, version, type, type_version, data, metadata, occurred_at, recorded_at)
  select event_id, stream_id, version, type, type_version, data::jsonb, metadata::jsonb, occurred_at, recorded_at
  from given where stream_id in (select stream_id from begun union all select stream_id from moved)
  order by place
  returning (select epoch from store.epoch) as epoch, transaction_id, sequence`;

// The first of the streams, by their ids, that is not where its events begin; what this transaction moved itself comes last.
const CONFLICT = `
  select g.stream_id from unnest($1::text[], $2::integer[]) as g (stream_id, version)
  left join store.streams s using (stream_id)
  group by g.stream_id, s.version, s.last_transaction_id
  having coalesce(s.version, 0) <> min(g.version) - 1 or s.last_transaction_id > pg_current_xact_id()
  order by coalesce(s.last_transaction_id = pg_current_xact_id(), false), 1 limit 1`;

// A serialisation failure: the whole transaction runs again or not at all.
const END = `do $$ begin raise exception 'a stream was written elsewhere' using errcode = '40001'; end $$`;

/**
 * Writes ready events of any number of streams, in the caller's transaction; the events of each stream in their order.
 * @returns the events as recorded, in the order given
 * @throws StreamConflict, a ConcurrencyConflict that names the first stream that was not where its events begin: the transaction is
 *   over, begin a new one, load, decide again; TerminalFault 'item-erased' | 'item-keys-not-given' before anything is written
 */
export const appendReady = async <E extends DomainEvent>(
  client: pg.ClientBase,
  events: ReadyEvent<E>[],
): Promise<RecordedEvent<E>[]> => asRecorded(events, await writeReady(client, events));

/** The same for whoever does not ask what was recorded. */
export const writeReady = async (client: pg.ClientBase, events: ReadyEvent[]): Promise<Place[]> => {
  if (events.length === 0) return [];
  const values = [
    events.map(({ eventId }) => eventId),
    events.map(({ streamId }) => streamId),
    events.map(({ version }) => version),
    events.map(({ type }) => type),
    await writtenTexts(client, events),
    events.map(({ texts }) => texts.metadata),
    events.map(({ occurredAt }) => occurredAt),
    events.map(({ recordedAt }) => recordedAt),
    events.map(({ typeVersion }) => typeVersion),
  ];
  try {
    const { rows } = await client.query<Place>({ name: 'store-append-ready', text: APPEND, values });
    if (rows.length !== events.length) throw await conflictOf(client, events);
    return rows;
  } catch (fault) {
    throw asFault(fault);
  }
};

const conflictOf = async (client: pg.ClientBase, events: ReadyEvent[]): Promise<StreamConflict> => {
  const given = [events.map(({ streamId }) => streamId), events.map(({ version }) => version)];
  const { rows } = await client.query<{ stream_id: string }>(CONFLICT, given);
  await client.query(END).catch(() => undefined);
  return new StreamConflict(rows[0]?.stream_id ?? null, 'one of the streams was not where its new events begin');
};
