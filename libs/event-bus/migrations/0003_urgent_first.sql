-- What is urgent leaves before everything else that waits: after a week without a link a thousand rows may stand before it.
alter table bus.outbox add column urgent boolean not null default false;
drop index bus.outbox_to_send;
create index outbox_to_send on bus.outbox (urgent desc, transaction_id, sequence) where sent_at is null;
