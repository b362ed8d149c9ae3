-- How far each projection is. The rows themselves are the services' own, in the same schema.

create schema read;

create table read.checkpoints (
  projection text primary key,
  epoch uuid not null,
  transaction_id xid8 not null,
  sequence bigint not null
);
