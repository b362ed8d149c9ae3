-- The data key of each source, wrapped by the vault key, which is never in this database. Apart from the events, so that
-- it can be destroyed while they stay: what it sealed is then gone, here and in every backup that lacks it.
create schema if not exists vault;

create table vault.source_key (
  source_id uuid primary key,
  wrapped text not null,
  kept_at timestamptz not null
);
