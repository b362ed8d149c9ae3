-- The database of police-liaison as its migrations make it. Written by `npm run schema`; a test holds it against them.

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

create schema bus;
grant usage on schema bus to application;

create table bus.inbox (
  topic text not null,
  message_id text not null,
  received_at timestamp with time zone not null,
  sender text default ''::text not null
);
alter table bus.inbox add constraint inbox_pkey PRIMARY KEY (topic, message_id);
CREATE INDEX inbox_by_sender ON bus.inbox USING btree (sender, message_id);
grant insert, select on bus.inbox to application;

create table bus.outbox (
  transaction_id xid8 default pg_current_xact_id() not null,
  sequence bigint generated always as identity not null,
  message_id text not null,
  topic text not null,
  key text not null,
  value text not null,
  headers jsonb not null,
  about jsonb not null,
  awaits_receipt boolean not null,
  enqueued_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  received_at timestamp with time zone,
  sends integer default 0 not null,
  send_again_at timestamp with time zone,
  urgent boolean default false not null
);
alter table bus.outbox add constraint outbox_pkey PRIMARY KEY (message_id);
CREATE INDEX outbox_to_send ON bus.outbox USING btree (urgent DESC, transaction_id, sequence) WHERE (sent_at IS NULL);
CREATE INDEX outbox_to_send_again ON bus.outbox USING btree (send_again_at) WHERE ((sent_at IS NOT NULL) AND (received_at IS NULL) AND awaits_receipt);
grant delete, insert, select, update on bus.outbox to application;

create schema escalation;
grant usage on schema escalation to application;

create table escalation.clock (
  stream_id text not null,
  watched_stream_id text not null,
  started_version integer not null,
  item_id text not null,
  product text not null,
  recipient text,
  audit_subjects text[] not null,
  urgency integer not null,
  due_at timestamp with time zone
);
alter table escalation.clock add constraint clock_pkey PRIMARY KEY (stream_id);
CREATE INDEX clock_due ON escalation.clock USING btree (urgency, due_at) WHERE (due_at IS NOT NULL);
grant insert, select, update on escalation.clock to application;

create table escalation.notice (
  notice_id uuid not null,
  stream_id text not null,
  step integer not null,
  person text not null,
  channel text not null,
  address text,
  urgency integer not null,
  said jsonb not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone not null,
  give_up_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  failed_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  code text
);
alter table escalation.notice add constraint notice_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'pager'::text])));
alter table escalation.notice add constraint notice_pkey PRIMARY KEY (notice_id);
alter table escalation.notice add constraint notice_stream_id_fkey FOREIGN KEY (stream_id) REFERENCES escalation.clock(stream_id);
alter table escalation.notice add constraint notice_stream_id_step_person_channel_key UNIQUE (stream_id, step, person, channel);
CREATE INDEX notice_waiting ON escalation.notice USING btree (channel, urgency, next_attempt_at) WHERE ((sent_at IS NULL) AND (failed_at IS NULL) AND (cancelled_at IS NULL));
grant insert, select, update on escalation.notice to application;

create table escalation."position" (
  name text not null,
  epoch text not null,
  transaction_id text not null,
  sequence text not null
);
alter table escalation."position" add constraint position_pkey PRIMARY KEY (name);
grant insert, select, update on escalation."position" to application;

create table escalation.terms (
  item_id text not null,
  terms jsonb not null
);
alter table escalation.terms add constraint terms_pkey PRIMARY KEY (item_id);
grant insert, select, update on escalation.terms to application;

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
create sequence public.read_model_migration_id_seq;

create table public.read_model_migration (
  id integer default nextval('read_model_migration_id_seq'::regclass) not null,
  "timestamp" bigint not null,
  name character varying not null
);
alter table public.read_model_migration add constraint "PK_a9b4c5abfcccbcfa2bbd7fad2de" PRIMARY KEY (id);
grant select on public.read_model_migration to application;

create schema read;
grant usage on schema read to application;

create table read.checkpoints (
  projection text not null,
  epoch uuid not null,
  transaction_id xid8 not null,
  sequence bigint not null
);
alter table read.checkpoints add constraint checkpoints_pkey PRIMARY KEY (projection);
grant insert, select, update on read.checkpoints to application;

create table read.consent_request (
  request_id text not null,
  "position" bigint generated always as identity not null,
  item_id text not null,
  envelope jsonb not null,
  provenance jsonb not null,
  status text default 'waiting'::text not null,
  answer_by timestamp with time zone not null,
  answered_by text,
  answered_at timestamp with time zone,
  reason text,
  valid_until timestamp with time zone
);
alter table read.consent_request add constraint consent_request_pkey PRIMARY KEY (request_id);
alter table read.consent_request add constraint consent_request_position_key UNIQUE ("position");
CREATE INDEX consent_request_due ON read.consent_request USING btree (answer_by) WHERE (status = 'waiting'::text);
grant delete, insert, select, update on read.consent_request to application;

create table read.emergency_access (
  access_id text not null,
  item_id text not null,
  product text not null,
  originator text not null,
  person text not null,
  unit text not null,
  audit_refs text[] not null,
  used_at timestamp with time zone not null,
  until timestamp with time zone not null,
  review_by timestamp with time zone not null,
  exceeded integer default 0 not null,
  reviews integer default 0 not null,
  verdict text
);
alter table read.emergency_access add constraint emergency_access_pkey PRIMARY KEY (access_id);
CREATE INDEX emergency_access_by_person ON read.emergency_access USING btree (person) WHERE (verdict IS NULL);
CREATE INDEX emergency_access_by_time ON read.emergency_access USING btree (used_at DESC, access_id);
grant delete, insert, select, update on read.emergency_access to application;

create table read.inbox_item (
  "position" bigint generated always as identity not null,
  item_id text not null,
  product text not null,
  originator text not null,
  alert_type text,
  priority text not null,
  immediate boolean not null,
  corrected boolean not null,
  withdrawn boolean not null,
  envelope jsonb not null,
  provenance jsonb not null,
  standing jsonb not null,
  received_at timestamp with time zone not null,
  acknowledge_by timestamp with time zone,
  acknowledged_at timestamp with time zone,
  valid_until timestamp with time zone,
  cleared_at text,
  facts jsonb,
  consent_due timestamp with time zone
);
alter table read.inbox_item add constraint inbox_item_pkey PRIMARY KEY (item_id);
alter table read.inbox_item add constraint inbox_item_position_key UNIQUE ("position");
CREATE INDEX inbox_consent_due ON read.inbox_item USING btree (consent_due) WHERE (consent_due IS NOT NULL);
CREATE INDEX inbox_item_in_order ON read.inbox_item USING btree (immediate DESC, "position");
CREATE INDEX inbox_item_of_case ON read.inbox_item USING gin (((facts -> 'cases'::text)));
CREATE INDEX inbox_item_of_no_case ON read.inbox_item USING btree (immediate DESC, "position") WHERE ((facts IS NULL) OR ((facts -> 'subjects'::text) = '[]'::jsonb));
CREATE INDEX inbox_item_of_subject ON read.inbox_item USING gin (((envelope -> 'subjects'::text)) jsonb_path_ops);
grant delete, insert, select, update on read.inbox_item to application;

create table read.police_register (
  report_urn text not null,
  item_id uuid not null,
  status text not null,
  priority text not null,
  review_by text not null,
  subject_refs text[] not null,
  audit_refs text[] not null,
  recorded_by text not null,
  recorded_at timestamp with time zone not null,
  approved_by text,
  shared_at timestamp with time zone
);
alter table read.police_register add constraint police_register_item_id_key UNIQUE (item_id);
alter table read.police_register add constraint police_register_pkey PRIMARY KEY (report_urn);
CREATE INDEX police_register_by_subject ON read.police_register USING gin (subject_refs);
CREATE INDEX police_register_by_time ON read.police_register USING btree (recorded_at DESC, report_urn);
grant delete, insert, select, update on read.police_register to application;

create schema requests;
grant usage on schema requests to application;

create table requests.answered (
  place bytea not null,
  fingerprint bytea not null,
  answer bytea not null,
  answered_at timestamp with time zone not null
);
alter table requests.answered add constraint answered_fingerprint_check CHECK ((octet_length(fingerprint) = 32));
alter table requests.answered add constraint answered_pkey PRIMARY KEY (place);
alter table requests.answered add constraint answered_place_check CHECK ((octet_length(place) = 32));
CREATE INDEX answered_by_age ON requests.answered USING btree (answered_at);
grant delete, insert, select, update on requests.answered to application;

create schema sharing;
grant usage on schema sharing to application;

create table sharing.decision_input (
  "position" bigint generated always as identity not null,
  sealed_under text not null,
  digest text not null,
  sealed text not null
);
alter table sharing.decision_input add constraint decision_input_pkey PRIMARY KEY ("position");
CREATE INDEX decision_input_by_digest ON sharing.decision_input USING btree (sealed_under, digest);
grant insert, select on sharing.decision_input to application;

create table sharing.decision_made (
  record_id uuid not null,
  place integer not null,
  item_id text,
  sealed_under text not null,
  attributes jsonb not null,
  answer text not null
);
alter table sharing.decision_made add constraint decision_made_pkey PRIMARY KEY (record_id, place);
CREATE INDEX decision_by_item ON sharing.decision_made USING btree (item_id);
grant insert, select on sharing.decision_made to application;

create table sharing.early_receipt (
  item_id text not null,
  recipient text not null,
  kind text not null,
  person text not null,
  at timestamp with time zone not null,
  correlation_id text not null
);
alter table sharing.early_receipt add constraint early_receipt_pkey PRIMARY KEY (item_id, recipient, kind, person);
grant delete, insert, select on sharing.early_receipt to application;

create table sharing.held (
  item_id text not null,
  recipient text not null,
  stream_id text not null,
  version integer not null,
  reason text not null,
  bundle_version bigint not null,
  held_at timestamp with time zone not null,
  "position" bigint generated always as identity not null
);
alter table sharing.held add constraint held_pkey PRIMARY KEY (item_id, recipient, stream_id, version);
CREATE INDEX held_to_decide ON sharing.held USING btree (bundle_version, "position");
grant delete, insert, select, update on sharing.held to application;

create table sharing.holder (
  item_id text not null,
  recipient text not null,
  product text not null,
  disclosure_id uuid not null,
  released_at timestamp with time zone not null,
  stream_id text,
  version integer
);
alter table sharing.holder add constraint holder_pkey PRIMARY KEY (item_id, recipient);
grant insert, select on sharing.holder to application;
grant update (disclosure_id, released_at, stream_id, version) on sharing.holder to application;

create table sharing.open_correction (
  notice_id text not null,
  recipient text not null,
  product text not null,
  due_at timestamp with time zone not null,
  keeps_back boolean default true not null
);
alter table sharing.open_correction add constraint open_correction_pkey PRIMARY KEY (notice_id, recipient);
grant delete, insert, select on sharing.open_correction to application;
grant update (due_at) on sharing.open_correction to application;

create table sharing.opened (
  item_id text not null,
  person text not null,
  opened_at timestamp with time zone not null
);
alter table sharing.opened add constraint opened_pkey PRIMARY KEY (item_id, person);
grant insert, select on sharing.opened to application;

create table sharing.order_key (
  recipient text not null,
  order_key text not null,
  sequence bigint not null,
  last_message_id uuid not null
);
alter table sharing.order_key add constraint order_key_pkey PRIMARY KEY (recipient, order_key);
grant insert, select on sharing.order_key to application;
grant update (last_message_id, sequence) on sharing.order_key to application;

create table sharing.out_of_turn (
  sender text not null,
  message_id text not null,
  predecessor text not null
);
alter table sharing.out_of_turn add constraint out_of_turn_pkey PRIMARY KEY (sender, message_id);
grant insert, select on sharing.out_of_turn to application;

create table sharing.outgoing_position (
  name text not null,
  epoch text not null,
  transaction_id text not null,
  sequence text not null
);
alter table sharing.outgoing_position add constraint outgoing_position_pkey PRIMARY KEY (name);
grant insert, select, update on sharing.outgoing_position to application;

create table sharing.parked (
  topic text not null,
  fingerprint bytea not null,
  message_key bytea not null,
  value bytea not null,
  code text not null,
  parked_at timestamp with time zone not null,
  parked_id uuid default gen_random_uuid() not null,
  sender text default ''::text not null,
  message_id text,
  headers jsonb default '{}'::jsonb not null,
  try_again boolean default false not null,
  dismissed_at timestamp with time zone
);
alter table sharing.parked add constraint parked_pkey PRIMARY KEY (topic, fingerprint);
CREATE INDEX parked_by_message ON sharing.parked USING btree (sender, message_id);
CREATE UNIQUE INDEX parked_by_id ON sharing.parked USING btree (parked_id);
grant delete, insert, select, update on sharing.parked to application;

create table sharing.standing_answer (
  item_id text not null,
  recipient text not null,
  product text not null,
  disclosure_id uuid not null,
  answer text not null,
  reason text not null,
  owed text not null,
  fields text[] not null,
  bundle_version bigint not null,
  since timestamp with time zone not null
);
alter table sharing.standing_answer add constraint standing_answer_answer_check CHECK ((answer = ANY (ARRAY['ended'::text, 'narrowed'::text])));
alter table sharing.standing_answer add constraint standing_answer_owed_check CHECK ((owed = ANY (ARRAY['return-or-erase'::text, 'erase-fields'::text, 'keep-unused'::text, 'keep'::text])));
alter table sharing.standing_answer add constraint standing_answer_pkey PRIMARY KEY (item_id, recipient);
CREATE INDEX standing_answer_by_recipient ON sharing.standing_answer USING btree (recipient, item_id);
grant delete, insert, select on sharing.standing_answer to application;

create table sharing.standing_due (
  item_id text not null,
  recipient text not null,
  noted uuid not null
);
alter table sharing.standing_due add constraint standing_due_pkey PRIMARY KEY (item_id, recipient);
grant delete, insert, select on sharing.standing_due to application;
grant update (noted) on sharing.standing_due to application;

create table sharing.standing_run (
  "position" bigint generated always as identity not null,
  run_id uuid not null,
  bundle_version bigint not null,
  rulings jsonb not null,
  changed_instruments text[] not null,
  products text[],
  permissions integer not null,
  decided integer default 0 not null,
  changed integer default 0 not null,
  undecided integer default 0 not null,
  after_item text default ''::text not null,
  after_recipient text default ''::text not null,
  state text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone
);
alter table sharing.standing_run add constraint standing_run_pkey PRIMARY KEY ("position");
alter table sharing.standing_run add constraint standing_run_run_id_key UNIQUE (run_id);
alter table sharing.standing_run add constraint standing_run_state_check CHECK ((state = ANY (ARRAY['running'::text, 'complete'::text, 'overtaken'::text])));
CREATE UNIQUE INDEX one_standing_run ON sharing.standing_run USING btree ((true)) WHERE (state = 'running'::text);
grant insert, select on sharing.standing_run to application;
grant update (after_item, after_recipient, changed, decided, ended_at, state, undecided) on sharing.standing_run to application;

create table sharing.subject_holder (
  subject text not null,
  item_id text not null,
  recipient text not null,
  case_ref text
);
alter table sharing.subject_holder add constraint subject_holder_pkey PRIMARY KEY (subject, item_id, recipient);
grant insert, select on sharing.subject_holder to application;

create table sharing.waiting (
  topic text not null,
  message_id text not null,
  sender text not null,
  order_key text not null,
  sequence bigint not null,
  predecessor text not null,
  statutory boolean not null,
  message jsonb not null,
  arrived_at timestamp with time zone not null
);
alter table sharing.waiting add constraint waiting_pkey PRIMARY KEY (topic, message_id);
CREATE INDEX waiting_for ON sharing.waiting USING btree (sender, predecessor);
grant delete, insert, select on sharing.waiting to application;

create schema store;
grant usage on schema store to application;
CREATE OR REPLACE FUNCTION store.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'recorded events are never changed or deleted' using errcode = 'restrict_violation';
end $function$;

create table store.destroyed_key (
  item_id text not null,
  destroyed_at timestamp with time zone not null
);
alter table store.destroyed_key add constraint destroyed_key_pkey PRIMARY KEY (item_id);
CREATE TRIGGER destroyed_key_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON store.destroyed_key FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();
grant insert, select on store.destroyed_key to application;

create table store.epoch (
  only_row boolean default true not null,
  epoch uuid not null,
  system_identifier text not null
);
alter table store.epoch add constraint epoch_only_row_check CHECK (only_row);
alter table store.epoch add constraint epoch_pkey PRIMARY KEY (only_row);
CREATE TRIGGER epoch_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON store.epoch FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();
grant select on store.epoch to application;

create table store.events (
  transaction_id xid8 default pg_current_xact_id() not null,
  sequence bigint generated always as identity not null,
  event_id uuid not null,
  stream_id text not null,
  version integer not null,
  type text not null,
  data jsonb not null,
  metadata jsonb not null,
  occurred_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  type_version smallint default 1 not null
);
alter table store.events add constraint events_pkey PRIMARY KEY (stream_id, version);
alter table store.events add constraint events_type_version_check CHECK ((type_version > 0));
alter table store.events add constraint events_version_check CHECK ((version > 0));
CREATE UNIQUE INDEX events_in_order ON store.events USING btree (transaction_id, sequence);
CREATE TRIGGER events_are_final BEFORE DELETE OR UPDATE OR TRUNCATE ON store.events FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();
grant insert, select on store.events to application;

create table store.key_store (
  only_row boolean default true not null,
  id uuid not null,
  bound_at timestamp with time zone not null
);
alter table store.key_store add constraint key_store_only_row_check CHECK (only_row);
alter table store.key_store add constraint key_store_pkey PRIMARY KEY (only_row);
CREATE TRIGGER key_store_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON store.key_store FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();
grant insert, select on store.key_store to application;

create table store.streams (
  stream_id text not null,
  version integer not null,
  last_transaction_id xid8 not null
) with (fillfactor=80);
alter table store.streams add constraint streams_pkey PRIMARY KEY (stream_id);
alter table store.streams add constraint streams_version_check CHECK ((version > 0));
grant insert, select on store.streams to application;
grant update (last_transaction_id, version) on store.streams to application;
