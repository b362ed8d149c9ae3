-- Streams and their events. Nothing here is ever changed or deleted: the triggers refuse it even to the owner.

create schema store;

-- The place of every cursor in time: positions of one epoch mean nothing in another. The row is bound to the cluster it
-- was made in, because transaction ids start anew in another one and old positions would sort above new ones.
create table store.epoch (
  only_row boolean primary key default true check (only_row),
  epoch uuid not null,
  system_identifier text not null
);
insert into store.epoch (epoch, system_identifier)
  select gen_random_uuid(), system_identifier::text from pg_control_system();

-- The head of each stream: its row lock orders the stream's writers, its version is what they expect. The last writer's
-- transaction id keeps the order of the whole store in agreement with the order of the stream.
create table store.streams (
  stream_id text primary key,
  version integer not null check (version > 0),
  last_transaction_id xid8 not null
) with (fillfactor = 80);

create table store.events (
  transaction_id xid8 not null default pg_current_xact_id(),
  sequence bigint generated always as identity,
  event_id uuid not null,
  stream_id text not null,
  version integer not null check (version > 0),
  type text not null,
  data jsonb not null,
  metadata jsonb not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (stream_id, version)
);
create unique index events_in_order on store.events (transaction_id, sequence);

create function store.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'recorded events are never changed or deleted' using errcode = 'restrict_violation';
end $$;
create trigger events_are_final before update or delete or truncate on store.events
  for each statement execute function store.refuse_change();
create trigger epoch_is_final before update or delete or truncate on store.epoch
  for each statement execute function store.refuse_change();
