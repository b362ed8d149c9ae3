-- Who acted, and when by his service's clock, beside the record that says so; gone with the record. Records kept before are
-- read once here. A time that is none stands before all others, so that no question without a beginning misses the record.
alter table oversight.kept
  add column agency text,
  add column person text,
  add column at     timestamptz,
  add constraint gone_with_the_record check (record is not null or (agency is null and person is null and at is null));

update oversight.kept set at = '-infinity' where record is not null;
update oversight.kept
   set agency = record::jsonb #>> '{actor,agency}', person = record::jsonb #>> '{actor,person}',
       at = case when record::jsonb ->> 'at' ~ '^20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d+)?Z$'
                 then (record::jsonb ->> 'at')::timestamptz else at end
 where record is not null and position('\u0000' in record) = 0;

create index kept_by_actor on oversight.kept (agency, person, log_index, at) where record is not null;

create or replace function oversight.refuse_record_change() returns trigger language plpgsql as $$
begin
  if new.record is null and old.record is not null then
    new.agency := null;
    new.person := null;
    new.at := null;
  end if;
  if (new.arrival, new.source, new.number, new.record_id, new.entry_hash, new.kept_at)
     is distinct from (old.arrival, old.source, old.number, old.record_id, old.entry_hash, old.kept_at)
     or (old.log_index is not null and new.log_index is distinct from old.log_index)
     or (new.record is not null and (new.record, new.salt, new.agency, new.person, new.at)
         is distinct from (old.record, old.salt, old.agency, old.person, old.at)) then
    raise exception 'kept records are not altered' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
