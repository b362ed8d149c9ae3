-- How far a change that takes something away has come (ruling 12): which services have said that they applied a bundle that holds it.

-- Of how many events of an instrument the last bundle was made: what came since is what the next one changes.
alter table registry.instrument add column bundled_events integer not null default 0;
update registry.instrument i set bundled_events =
  (select count(*) from store.events e where e.stream_id = 'instrument-' || i.instrument_id)
  where i.bundled = i.changes;

create table registry.cut_off (
  instrument_id text not null,
  bundle_version bigint not null,
  begun_at timestamptz not null,
  is_complete boolean not null default false,
  is_acknowledged boolean not null default false,
  primary key (instrument_id, bundle_version)
);
create index cut_off_unacknowledged on registry.cut_off (bundle_version) where not is_acknowledged;

-- The newest bundle that each service has said it applied, in its own signed words.
create table registry.applied (
  service text primary key,
  version bigint not null,
  digest text not null,
  applied_at timestamptz not null,
  jws text not null,
  heard_at timestamptz not null
);
