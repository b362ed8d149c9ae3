-- Whether a correction keeps new items back once it is overdue, as clause 15 of the instruments says under which its item was got.
alter table sharing.open_correction add column keeps_back boolean not null default true;
