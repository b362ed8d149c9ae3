-- What leaves this service and what came in. Values are sealed to their recipients before they get here.

create schema bus;

create table bus.outbox (
  transaction_id xid8 not null default pg_current_xact_id(),
  sequence bigint generated always as identity,
  message_id text primary key,
  topic text not null,
  key text not null,
  value text not null,
  headers jsonb not null,
  -- what the audit needs when the message is sent; no content
  about jsonb not null,
  awaits_receipt boolean not null,
  enqueued_at timestamptz not null,
  -- when the bus acknowledged it; null: still to be sent
  sent_at timestamptz,
  -- when the recipient's receipt came; it may come before the row is marked as sent
  received_at timestamptz
);
create index outbox_to_send on bus.outbox (transaction_id, sequence) where sent_at is null;

create table bus.inbox (
  topic text not null,
  message_id text not null,
  received_at timestamptz not null,
  primary key (topic, message_id)
);
