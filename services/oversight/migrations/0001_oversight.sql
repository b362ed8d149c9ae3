create schema if not exists oversight;

-- Every audit record received, once for each (source, number). `record` and `salt` can be deleted together (that is how
-- the log forgets); the entry hash stays, and with it every proof.
create table oversight.kept (
  arrival    bigint      primary key generated always as identity,
  source     text        not null,
  number     bigint      not null check (number > 0),
  record_id  uuid        not null unique,
  record     text,
  salt       bytea,
  entry_hash bytea       not null check (octet_length(entry_hash) = 32),
  kept_at    timestamptz not null,
  log_index  bigint      unique,
  unique (source, number),
  check ((record is null) = (salt is null))
);
create index kept_waiting on oversight.kept (source, number) where log_index is null;

-- Whom a record is about, by reference under the oversight key.
create table oversight.about (
  subject text   not null,
  arrival bigint not null references oversight.kept (arrival),
  primary key (subject, arrival)
);

-- How far each source stands in the log: numbers are integrated without a gap.
create table oversight.source (
  source        text   primary key,
  integrated_to bigint not null default 0
);

-- The log itself: C2SP tlog-tiles. A partial tile is a prefix of the later one, so each (level, index) is one growing row.
create table oversight.log_entry (
  log_index bigint primary key,
  entry     bytea  not null check (octet_length(entry) = 32)
);
create table oversight.tile (
  level  integer not null check (level between 0 and 63),
  index  bigint  not null check (index >= 0),
  hashes bytea   not null check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),
  primary key (level, index)
);
create table oversight.checkpoint (
  size      bigint      primary key,
  root      bytea       not null check (octet_length(root) = 32),
  note      text        not null,
  signed_at timestamptz not null
);

-- What arrived and was not accepted, with its reason: it neither blocks a source nor vanishes.
create table oversight.parked (
  topic       text        not null,
  fingerprint bytea       not null,
  value       text        not null,
  code        text        not null,
  parked_at   timestamptz not null,
  primary key (topic, fingerprint)
);

create function oversight.refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only' using errcode = 'restrict_violation';
end $$;
create function oversight.refuse_shrinking() returns trigger language plpgsql as $$
begin
  if (new.level, new.index) is distinct from (old.level, old.index)
     or substring(new.hashes for octet_length(old.hashes)) is distinct from old.hashes then
    raise exception 'a tile only grows' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create function oversight.refuse_record_change() returns trigger language plpgsql as $$
begin
  if (new.arrival, new.source, new.number, new.record_id, new.entry_hash, new.kept_at)
     is distinct from (old.arrival, old.source, old.number, old.record_id, old.entry_hash, old.kept_at)
     or (old.log_index is not null and new.log_index is distinct from old.log_index)
     or (new.record is not null and (new.record, new.salt) is distinct from (old.record, old.salt)) then
    raise exception 'kept records are not altered' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger log_entry_is_final before update or delete on oversight.log_entry
  for each row execute function oversight.refuse_rewriting();
create trigger checkpoint_is_final before update or delete on oversight.checkpoint
  for each row execute function oversight.refuse_rewriting();
create trigger tile_only_grows before update on oversight.tile
  for each row execute function oversight.refuse_shrinking();
create trigger tile_is_not_deleted before delete on oversight.tile
  for each row execute function oversight.refuse_rewriting();
create trigger kept_is_final before update on oversight.kept
  for each row execute function oversight.refuse_record_change();
create trigger kept_is_not_deleted before delete on oversight.kept
  for each row execute function oversight.refuse_rewriting();
