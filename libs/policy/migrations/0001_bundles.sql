-- The bundles this service has taken into use, each as it was signed. The last one rules; earlier ones stay, so that a
-- decision can be made again as of its instant.
create schema policy;

create table policy.bundles (
  version bigint primary key check (version > 0),
  jws text not null,
  issued_at timestamptz not null,
  accepted_at timestamptz not null
);
