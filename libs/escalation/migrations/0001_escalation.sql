-- Which clocks run, when each is due next, and which notices wait to be sent. What happened stands in the event store;
-- these rows are what the workers look for.
create schema if not exists escalation;

-- One row: the last event of this agency's own store that was looked at.
create table escalation.position (
  name text primary key,
  epoch text not null,
  transaction_id text not null,
  sequence text not null
);

-- What an originator's event says about acknowledging an item, until a disclosure of it starts a clock.
create table escalation.terms (
  item_id text primary key,
  terms jsonb not null
);

create table escalation.clock (
  stream_id text primary key,
  -- where its acknowledgement will stand: held while a deadline is decided
  watched_stream_id text not null,
  started_version int not null,
  item_id text not null,
  product text not null,
  recipient text,
  audit_subjects text[] not null,
  -- 0 IMMEDIATE, 1 PRIORITY, 2 ROUTINE
  urgency int not null,
  -- null: stopped, or its item's life has ended
  due_at timestamptz
);
create index clock_due on escalation.clock (urgency, due_at) where due_at is not null;

create table escalation.notice (
  notice_id uuid primary key,
  stream_id text not null references escalation.clock,
  step int not null,
  person text not null,
  channel text not null check (channel in ('email', 'pager')),
  -- goes when the notice is settled
  address text,
  urgency int not null,
  said jsonb not null,
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  give_up_at timestamptz not null,
  sent_at timestamptz,
  failed_at timestamptz,
  -- the clock stopped before it was sent
  cancelled_at timestamptz,
  code text,
  unique (stream_id, step, person, channel)
);
create index notice_waiting on escalation.notice (channel, urgency, next_attempt_at)
  where sent_at is null and failed_at is null and cancelled_at is null;
