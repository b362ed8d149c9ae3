-- Requests that carried an idempotency key, and what they were answered. Nothing here can be read without the key the caller
-- sent: the place is a keyed hash of person, route and key, the answer is encrypted under the key itself.
create schema requests;

create table requests.answered (
  place bytea primary key check (octet_length(place) = 32),
  -- keyed hash of the whole request: the same key with another request is a mistake
  fingerprint bytea not null check (octet_length(fingerprint) = 32),
  answer bytea not null,
  answered_at timestamptz not null
);
create index answered_by_age on requests.answered (answered_at);
