-- Orders of parties about instruments that this service has verified: what was suspended stands until the same party has signed that it is taken
-- back, whatever a later bundle leaves out, and no order counts twice.
create table policy.signed_order (
  instrument_id text not null,
  order_id text not null,
  signed jsonb not null,
  bundle_version bigint not null,
  primary key (instrument_id, order_id)
);

-- How instruments of a bundle stood here, where that was not as the bundle says: a decision is made again so.
alter table policy.bundles add column stood jsonb not null default '[]';
