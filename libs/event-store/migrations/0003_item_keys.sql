-- Which key store the words of these events were sealed with. The store itself is a file outside this database and its backups
-- (ruling 7): another one, or none, in its place is refused at the start.
create table store.key_store (
  only_row boolean primary key default true check (only_row),
  id uuid not null,
  bound_at timestamptz not null
);
create trigger key_store_is_final before update or delete or truncate on store.key_store
  for each statement execute function store.refuse_change();

-- Items whose key was destroyed, written before it is: a key store that was brought back from an older backup of its own
-- destroys them again at the next start.
create table store.destroyed_key (
  item_id text primary key,
  destroyed_at timestamptz not null
);
create trigger destroyed_key_is_final before update or delete or truncate on store.destroyed_key
  for each statement execute function store.refuse_change();
