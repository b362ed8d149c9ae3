-- Who holds an item about whom, as audit records name him: so that a change of his status finds every recipient (ruling 6).
create table sharing.subject_holder (
  subject text not null,
  item_id text not null,
  recipient text not null,
  -- the case the item is about; empty where it names none, null where it was released before this table
  case_ref text,
  primary key (subject, item_id, recipient)
);

-- Disclosures to be decided again because of whom they are about: `noted` says since which change of his status.
create table sharing.standing_due (
  item_id text not null,
  recipient text not null,
  noted uuid not null,
  primary key (item_id, recipient)
);

insert into sharing.subject_holder (subject, item_id, recipient)
select distinct subject, data ->> 'itemId', data ->> 'recipient'
from store.events, jsonb_array_elements_text(data -> 'subjects') as subject
where type = 'DisclosureDecided' and (data ->> 'released')::boolean;
