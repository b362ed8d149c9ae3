-- A bus in one PostgreSQL, for one machine without a broker.

create schema bus_transport;

create table bus_transport.topics (name text primary key);

create table bus_transport.messages (
  transaction_id xid8 not null default pg_current_xact_id(),
  sequence bigint generated always as identity,
  topic text not null references bus_transport.topics (name),
  key text not null,
  value text not null,
  headers jsonb not null,
  primary key (topic, transaction_id, sequence)
);

-- How far each group is in each topic: everything up to here was handled.
create table bus_transport.positions (
  group_name text not null,
  topic text not null references bus_transport.topics (name),
  transaction_id xid8 not null,
  sequence bigint not null,
  primary key (group_name, topic)
);
