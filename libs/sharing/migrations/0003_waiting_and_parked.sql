-- Ruling 8: what came before its predecessor waits for it here, sealed as it came.
create table sharing.waiting (
  topic text not null,
  message_id text not null,
  sender text not null,
  order_key text not null,
  sequence bigint not null,
  predecessor text not null,
  -- a notice by law: it does not wait for what is parked
  statutory boolean not null,
  message jsonb not null,
  arrived_at timestamptz not null,
  primary key (topic, message_id)
);
create index waiting_for on sharing.waiting (sender, predecessor);

-- A parked message waits for a person, who has it tried again or dismisses it; what follows it then goes on.
alter table sharing.parked
  add column parked_id uuid not null default gen_random_uuid(),
  add column sender text not null default '',
  -- as its header says: good enough to know what waits for it, never to prove anything
  add column message_id text,
  add column headers jsonb not null default '{}',
  add column try_again boolean not null default false,
  add column dismissed_at timestamptz;
create unique index parked_by_id on sharing.parked (parked_id);
create index parked_by_message on sharing.parked (sender, message_id);
