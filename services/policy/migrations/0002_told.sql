-- How far each party has been told what became of an instrument and of its working group: `told` of an instrument follows the sum of
-- its changes and of its working group's acts, and a party's place in a stream says what it was sent.
alter table registry.instrument
  add column acts bigint not null default 0,
  add column told bigint not null default 0;

create table registry.told (
  party text not null,
  stream_id text not null,
  place integer not null,
  primary key (party, stream_id)
);
