-- How often a signing key of a party was registered or revoked, and how far the bundle has followed: it carries those keys.
create table registry.signing_key_change (
  one_row boolean primary key default true check (one_row),
  changes bigint not null default 1,
  bundled bigint not null default 0,
  check (bundled <= changes)
);
