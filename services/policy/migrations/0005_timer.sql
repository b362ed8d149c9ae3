-- The days and periods that the agreed texts set, as they stand: what an amendment moves is seen here, and is moved by whoever keeps the
-- lanes. The clock is compared with the texts themselves.
create table registry.timer (
  instrument_id text not null,
  name text not null,
  -- an ISO 8601 day in the zone of the instrument, or a period
  due text not null,
  version integer not null,
  set_at timestamptz not null,
  primary key (instrument_id, name)
);
