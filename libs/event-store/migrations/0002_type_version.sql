-- In which version of its type an event was written. What stands here already is the first of its type, and so is what a
-- program writes that does not know this column yet. (A constant default: the table is not written anew.)

alter table store.events add column type_version smallint not null default 1 check (type_version > 0);
