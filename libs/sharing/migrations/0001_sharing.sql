-- Where the share hop stands, what it holds back, and what arrived and could not be read.
create schema if not exists sharing;

-- One row: the last event of this agency's own store that has been decided for every recipient.
create table sharing.outgoing_position (
  name text primary key,
  epoch text not null,
  transaction_id text not null,
  sequence text not null
);

-- Ruling 8: count and predecessor per recipient and order key.
create table sharing.order_key (
  recipient text not null,
  order_key text not null,
  sequence bigint not null,
  last_message_id uuid not null,
  primary key (recipient, order_key)
);

-- HOLD_NOT_DROP: decided again whenever a new bundle comes into force.
create table sharing.held (
  item_id text not null,
  recipient text not null,
  stream_id text not null,
  version int not null,
  reason text not null,
  bundle_version bigint not null,
  held_at timestamptz not null,
  primary key (item_id, recipient, stream_id, version)
);

-- What cannot be opened or is not for this agency waits here for a person; it neither blocks nor disappears.
create table sharing.parked (
  topic text not null,
  fingerprint bytea not null,
  -- bytes: what cannot be read may hold what no text may
  message_key bytea not null,
  value bytea not null,
  code text not null,
  parked_at timestamptz not null,
  primary key (topic, fingerprint)
);

-- Who has opened which item here: he knows that it exists (README of the cases, rule 2).
create table sharing.opened (
  item_id text not null,
  person text not null,
  opened_at timestamptz not null,
  primary key (item_id, person)
);
