-- What Cedar made of each text of rules once it had validated them, and of the schema: a process that is back decides without asking again.
-- Named and vouched for by keyed hashes of the service's own secret, which is not in the database.
create table policy.forms (
  name text primary key,
  forms text not null,
  vouched text not null,
  kept_at timestamptz not null
);
