-- What this service has seen in force with its parties' own signatures: no later bundle takes a version back, puts another text in its place or
-- moves its day. Instants as they were said, ISO 8601.
create table policy.agreed_text (
  instrument_id text not null,
  version integer not null check (version > 0),
  sha256 text not null,
  effective_from text not null,
  bundle_version bigint not null,
  primary key (instrument_id, version)
);

-- Signing keys of parties that were revoked, and from when: what was revoked comes back never.
create table policy.revoked_key (
  party text not null,
  kid text not null,
  since text not null,
  bundle_version bigint not null,
  primary key (party, kid, since)
);

-- Which instruments of a bundle were not in force here, each with its code: a decision is made again without them.
alter table policy.bundles add column held_out jsonb not null default '[]';
