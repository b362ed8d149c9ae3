// The statements of appending to several streams.
/**
 * Locks and checks every head, moves them when all can be moved, and inserts the events: see append-to-streams.ts. Heads are looked
 * for by an array of ids, and counted: a join, or the question whether there is one, reads the whole table where its statistics are
 * those of a small one.
 */
export const WRITE = `
  with given as (
    select * from unnest($1::text[], $2::integer[], $3::integer[]) as g (stream_id, expected, added)
  ), held as materialized (
    select s.stream_id from store.streams s join given g using (stream_id)
    where s.stream_id = any($1) and s.version = g.expected and s.last_transaction_id <= pg_current_xact_id()
    order by s.stream_id for update of s
  ), all_free as materialized (
    select (select count(*) from held) = (select count(*) from given where expected > 0)
      and 0 = (
        select count(*) from store.streams where stream_id = any(array(select stream_id from given where expected = 0))
      ) as yes
  ), begun as (
    insert into store.streams (stream_id, version, last_transaction_id)
    select stream_id, added, pg_current_xact_id() from given cross join all_free
    where expected = 0 and yes order by stream_id
    on conflict do nothing
    returning stream_id
  ), all_there as materialized (
    select yes and (select count(*) from begun) = (select count(*) from given where expected = 0) as yes from all_free
  ), moved as (
    update store.streams s set version = g.expected + g.added, last_transaction_id = pg_current_xact_id()
    from given g cross join all_there
    where s.stream_id = any(array(select stream_id from held)) and s.stream_id = g.stream_id and yes
  ), written as (
    insert into store.events
      (event_id, stream_id, version, type, type_version, data, metadata, occurred_at, recorded_at)
    select event_id, stream_id, version, type, type_version, data::jsonb, $10::jsonb, occurred_at, $11
    from all_there cross join unnest(
      $4::uuid[], $5::text[], $6::integer[], $7::text[], $8::smallint[], $9::text[], $12::timestamptz[]
    ) with ordinality as e (event_id, stream_id, version, type, type_version, data, occurred_at, place)
    where yes order by place
    returning transaction_id, sequence
  )
  select (select epoch from store.epoch) as epoch, (select count(*)::integer from begun) as begun, w.*
  from (select) as always left join written w on true order by w.sequence`;

/** The first of the given streams, by their ids, that is not as expected; what this transaction wrote itself comes last. */
export const CONFLICT = `
  select g.stream_id from unnest($1::text[], $2::integer[]) as g (stream_id, expected)
  left join store.streams s using (stream_id)
  where coalesce(s.version, 0) <> g.expected or s.last_transaction_id > pg_current_xact_id()
  order by coalesce(s.last_transaction_id = pg_current_xact_id(), false), 1 limit 1`;

/** Ends the transaction with a serialisation failure: the whole transaction runs again or not at all. */
export const END = `do $$ begin raise exception 'a stream was begun elsewhere' using errcode = '40001'; end $$`;
