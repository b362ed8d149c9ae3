-- Which instruments there are, and how far the bundle is behind them: `changes` grows in the transaction of each change, and
-- `bundled` follows when a bundle that holds it is durable. A row with more changes than bundled ones is what is to be done.
create schema if not exists registry;

create table registry.instrument (
  instrument_id text primary key,
  changes bigint not null default 1,
  bundled bigint not null default 0,
  check (bundled <= changes)
);

-- Every bundle that followed a change, and the last one of those that only say that nothing changed.
create table registry.bundle (
  version bigint primary key,
  issued_at timestamptz not null,
  jws text not null,
  follows_change boolean not null,
  published_at timestamptz
);
