create schema if not exists audit;

-- One row for each audited act, committed with what it records. Rows carry no number at first: a counter inside the
-- caller's transaction would serialise every commit, or leave gaps after rollbacks that look like tampering.
create table audit.record (
  record_id      uuid        primary key,
  source         text        not null,
  transaction_id xid8        not null default pg_current_xact_id(),
  sequence       bigint      not null generated always as identity,
  record         text        not null,
  salt           bytea       not null check (octet_length(salt) = 32),
  entry_hash     bytea       not null check (octet_length(entry_hash) = 32),
  number         bigint      check (number > 0),
  shipped_at     timestamptz,
  unique (source, number),
  check (shipped_at is null or number is not null)
);
create index record_unnumbered on audit.record (source, transaction_id, sequence) where number is null;
create index record_unshipped on audit.record (source, number) where shipped_at is null;

-- The last number given out, kept apart from the rows: numbers are never given twice, even when old rows have gone.
create table audit.source (
  source      text   primary key,
  last_number bigint not null default 0
);

create function audit.refuse_alteration() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    raise exception 'audit records are not truncated' using errcode = 'restrict_violation';
  elsif tg_op = 'DELETE' then
    if old.shipped_at is null then
      raise exception 'an audit record is kept until it was shipped' using errcode = 'restrict_violation';
    end if;
    return old;
  elsif (new.record_id, new.source, new.transaction_id, new.sequence, new.record, new.salt, new.entry_hash)
        is distinct from (old.record_id, old.source, old.transaction_id, old.sequence, old.record, old.salt, old.entry_hash)
     or (old.number is not null and new.number is distinct from old.number)
     or (old.shipped_at is not null and new.shipped_at is distinct from old.shipped_at) then
    raise exception 'audit records are not altered' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger record_is_final before update or delete on audit.record
  for each row execute function audit.refuse_alteration();
create trigger record_is_not_truncated before truncate on audit.record
  for each statement execute function audit.refuse_alteration();
