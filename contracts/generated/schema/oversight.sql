-- The database of oversight as its migrations make it. Written by `npm run schema`; a test holds it against them.

create schema audit;
grant usage on schema audit to application;
CREATE OR REPLACE FUNCTION audit.refuse_alteration()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

create table audit.record (
  record_id uuid not null,
  source text not null,
  transaction_id xid8 default pg_current_xact_id() not null,
  sequence bigint generated always as identity not null,
  record text not null,
  salt bytea not null,
  entry_hash bytea not null,
  number bigint,
  shipped_at timestamp with time zone
);
alter table audit.record add constraint record_check CHECK (((shipped_at IS NULL) OR (number IS NOT NULL)));
alter table audit.record add constraint record_entry_hash_check CHECK ((octet_length(entry_hash) = 32));
alter table audit.record add constraint record_number_check CHECK ((number > 0));
alter table audit.record add constraint record_pkey PRIMARY KEY (record_id);
alter table audit.record add constraint record_salt_check CHECK ((octet_length(salt) = 32));
alter table audit.record add constraint record_source_number_key UNIQUE (source, number);
CREATE INDEX record_unnumbered ON audit.record USING btree (source, transaction_id, sequence) WHERE (number IS NULL);
CREATE INDEX record_unshipped ON audit.record USING btree (source, number) WHERE (shipped_at IS NULL);
CREATE TRIGGER record_is_final BEFORE DELETE OR UPDATE ON audit.record FOR EACH ROW EXECUTE FUNCTION audit.refuse_alteration();
CREATE TRIGGER record_is_not_truncated BEFORE TRUNCATE ON audit.record FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_alteration();
grant insert, select on audit.record to application;
grant update (number, shipped_at) on audit.record to application;

create table audit.source (
  source text not null,
  last_number bigint default 0 not null
);
alter table audit.source add constraint source_pkey PRIMARY KEY (source);
grant insert, select on audit.source to application;
grant update (last_number) on audit.source to application;

create schema migrations;
grant usage on schema migrations to application;

create table migrations.applied (
  set_name text not null,
  number integer not null,
  name text not null,
  sha256 text not null
);
alter table migrations.applied add constraint applied_pkey PRIMARY KEY (set_name, number);
grant select on migrations.applied to application;

create schema oversight;
grant usage on schema oversight to application;
CREATE OR REPLACE FUNCTION oversight.refuse_record_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.record is null and old.record is not null then
    new.agency := null;
    new.person := null;
    new.at := null;
  end if;
  if (new.arrival, new.source, new.number, new.record_id, new.entry_hash, new.kept_at)
     is distinct from (old.arrival, old.source, old.number, old.record_id, old.entry_hash, old.kept_at)
     or (old.log_index is not null and new.log_index is distinct from old.log_index)
     or (new.record is not null and (new.record, new.salt, new.agency, new.person, new.at)
         is distinct from (old.record, old.salt, old.agency, old.person, old.at)) then
    raise exception 'kept records are not altered' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION oversight.refuse_rewriting()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the log is append-only' using errcode = 'restrict_violation';
end $function$;
CREATE OR REPLACE FUNCTION oversight.refuse_shrinking()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.level, new.index) is distinct from (old.level, old.index)
     or substring(new.hashes for octet_length(old.hashes)) is distinct from old.hashes then
    raise exception 'a tile only grows' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;

create table oversight.about (
  subject text not null,
  arrival bigint not null
);
alter table oversight.about add constraint about_arrival_fkey FOREIGN KEY (arrival) REFERENCES oversight.kept(arrival);
alter table oversight.about add constraint about_pkey PRIMARY KEY (subject, arrival);
grant insert, select on oversight.about to application;

create table oversight.checkpoint (
  size bigint not null,
  root bytea not null,
  note text not null,
  signed_at timestamp with time zone not null
);
alter table oversight.checkpoint add constraint checkpoint_pkey PRIMARY KEY (size);
alter table oversight.checkpoint add constraint checkpoint_root_check CHECK ((octet_length(root) = 32));
CREATE TRIGGER checkpoint_is_final BEFORE DELETE OR UPDATE ON oversight.checkpoint FOR EACH ROW EXECUTE FUNCTION oversight.refuse_rewriting();
grant insert, select on oversight.checkpoint to application;

create table oversight.kept (
  arrival bigint generated always as identity not null,
  source text not null,
  number bigint not null,
  record_id uuid not null,
  record text,
  salt bytea,
  entry_hash bytea not null,
  kept_at timestamp with time zone not null,
  log_index bigint,
  agency text,
  person text,
  at timestamp with time zone
);
alter table oversight.kept add constraint gone_with_the_record CHECK (((record IS NOT NULL) OR ((agency IS NULL) AND (person IS NULL) AND (at IS NULL))));
alter table oversight.kept add constraint kept_check CHECK (((record IS NULL) = (salt IS NULL)));
alter table oversight.kept add constraint kept_entry_hash_check CHECK ((octet_length(entry_hash) = 32));
alter table oversight.kept add constraint kept_log_index_key UNIQUE (log_index);
alter table oversight.kept add constraint kept_number_check CHECK ((number > 0));
alter table oversight.kept add constraint kept_pkey PRIMARY KEY (arrival);
alter table oversight.kept add constraint kept_record_id_key UNIQUE (record_id);
alter table oversight.kept add constraint kept_source_number_key UNIQUE (source, number);
CREATE INDEX kept_by_actor ON oversight.kept USING btree (agency, person, log_index, at) WHERE (record IS NOT NULL);
CREATE INDEX kept_waiting ON oversight.kept USING btree (source, number) WHERE (log_index IS NULL);
CREATE TRIGGER kept_is_final BEFORE UPDATE ON oversight.kept FOR EACH ROW EXECUTE FUNCTION oversight.refuse_record_change();
CREATE TRIGGER kept_is_not_deleted BEFORE DELETE ON oversight.kept FOR EACH ROW EXECUTE FUNCTION oversight.refuse_rewriting();
grant insert, select on oversight.kept to application;
grant update (log_index) on oversight.kept to application;

create table oversight.log_entry (
  log_index bigint not null,
  entry bytea not null
);
alter table oversight.log_entry add constraint log_entry_entry_check CHECK ((octet_length(entry) = 32));
alter table oversight.log_entry add constraint log_entry_pkey PRIMARY KEY (log_index);
CREATE TRIGGER log_entry_is_final BEFORE DELETE OR UPDATE ON oversight.log_entry FOR EACH ROW EXECUTE FUNCTION oversight.refuse_rewriting();
grant insert, select on oversight.log_entry to application;

create table oversight.parked (
  topic text not null,
  fingerprint bytea not null,
  value text not null,
  code text not null,
  parked_at timestamp with time zone not null
);
alter table oversight.parked add constraint parked_pkey PRIMARY KEY (topic, fingerprint);
grant insert, select on oversight.parked to application;

create table oversight.source (
  source text not null,
  integrated_to bigint default 0 not null
);
alter table oversight.source add constraint source_pkey PRIMARY KEY (source);
grant insert, select on oversight.source to application;
grant update (integrated_to) on oversight.source to application;

create table oversight.tile (
  level integer not null,
  index bigint not null,
  hashes bytea not null
);
alter table oversight.tile add constraint tile_hashes_check CHECK ((((octet_length(hashes) >= 32) AND (octet_length(hashes) <= 8192)) AND ((octet_length(hashes) % 32) = 0)));
alter table oversight.tile add constraint tile_index_check CHECK ((index >= 0));
alter table oversight.tile add constraint tile_level_check CHECK (((level >= 0) AND (level <= 63)));
alter table oversight.tile add constraint tile_pkey PRIMARY KEY (level, index);
CREATE TRIGGER tile_is_not_deleted BEFORE DELETE ON oversight.tile FOR EACH ROW EXECUTE FUNCTION oversight.refuse_rewriting();
CREATE TRIGGER tile_only_grows BEFORE UPDATE ON oversight.tile FOR EACH ROW EXECUTE FUNCTION oversight.refuse_shrinking();
grant insert, select on oversight.tile to application;
grant update (hashes) on oversight.tile to application;

create schema policy;
grant usage on schema policy to application;

create table policy.agreed_text (
  instrument_id text not null,
  version integer not null,
  sha256 text not null,
  effective_from text not null,
  bundle_version bigint not null
);
alter table policy.agreed_text add constraint agreed_text_pkey PRIMARY KEY (instrument_id, version);
alter table policy.agreed_text add constraint agreed_text_version_check CHECK ((version > 0));
grant insert, select on policy.agreed_text to application;

create table policy.bundles (
  version bigint not null,
  jws text not null,
  issued_at timestamp with time zone not null,
  accepted_at timestamp with time zone not null,
  digest text not null,
  held_out jsonb default '[]'::jsonb not null,
  stood jsonb default '[]'::jsonb not null
);
alter table policy.bundles add constraint bundles_pkey PRIMARY KEY (version);
alter table policy.bundles add constraint bundles_version_check CHECK ((version > 0));
CREATE UNIQUE INDEX bundle_by_digest ON policy.bundles USING btree (digest);
grant insert, select on policy.bundles to application;

create table policy.forms (
  name text not null,
  forms text not null,
  vouched text not null,
  kept_at timestamp with time zone not null
);
alter table policy.forms add constraint forms_pkey PRIMARY KEY (name);
grant insert, select on policy.forms to application;

create table policy.revoked_key (
  party text not null,
  kid text not null,
  since text not null,
  bundle_version bigint not null
);
alter table policy.revoked_key add constraint revoked_key_pkey PRIMARY KEY (party, kid, since);
grant insert, select on policy.revoked_key to application;

create table policy.rules (
  digest text not null,
  rules jsonb not null,
  kept_at timestamp with time zone not null
);
alter table policy.rules add constraint rules_pkey PRIMARY KEY (digest);
grant insert, select on policy.rules to application;

create table policy.signed_order (
  instrument_id text not null,
  order_id text not null,
  signed jsonb not null,
  bundle_version bigint not null
);
alter table policy.signed_order add constraint signed_order_pkey PRIMARY KEY (instrument_id, order_id);
grant insert, select on policy.signed_order to application;

create schema public;
grant usage on schema public to application;
