-- The event a release was made from, so that it is found again without a look through the store.
alter table sharing.holder add column stream_id text, add column version int;
update sharing.holder h set stream_id = e.stream_id, version = e.version
  from store.events d join store.events e on e.event_id = (d.metadata ->> 'causationId')::uuid
  where d.stream_id = 'disclosure-' || h.item_id || '-' || h.recipient and d.type = 'DisclosureDecided'
    and d.data ->> 'disclosureId' = h.disclosure_id::text;

-- A change of what rules, and how far what had been disclosed is decided again under it.
create table sharing.standing_run (
  position bigint generated always as identity primary key,
  run_id uuid not null unique,
  bundle_version bigint not null,
  -- what ruled when it began, instrument by instrument: the next change is found against it
  rulings jsonb not null,
  -- instruments whose rules changed
  changed_instruments text[] not null,
  -- products they name; null for all
  products text[],
  permissions int not null,
  decided int not null default 0,
  changed int not null default 0,
  -- what could not be decided, since it was erased or its event cannot be told
  undecided int not null default 0,
  -- the last one decided
  after_item text not null default '',
  after_recipient text not null default '',
  state text not null check (state in ('running', 'complete', 'overtaken')),
  started_at timestamptz not null,
  ended_at timestamptz
);
create unique index one_standing_run on sharing.standing_run ((true)) where state = 'running';

-- What was disclosed and, as decided last, may not be there any more, wholly or in part. What still may be there has no row.
create table sharing.standing_answer (
  item_id text not null,
  recipient text not null,
  product text not null,
  disclosure_id uuid not null,
  answer text not null check (answer in ('ended', 'narrowed')),
  reason text not null,
  owed text not null check (owed in ('return-or-erase', 'erase-fields', 'keep-unused', 'keep')),
  -- names of what may not be there any more
  fields text[] not null,
  bundle_version bigint not null,
  since timestamptz not null,
  primary key (item_id, recipient)
);
create index standing_answer_by_recipient on sharing.standing_answer (recipient, item_id);
