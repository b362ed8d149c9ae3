-- A message whose receipt does not come is sent again: how often it was, and when it is next.
alter table bus.outbox
  add column sends integer not null default 0,
  add column send_again_at timestamptz;
create index outbox_to_send_again on bus.outbox (send_again_at)
  where sent_at is not null and received_at is null and awaits_receipt;

-- Who signed what came: one sender's messages follow one another across its topics.
alter table bus.inbox add column sender text not null default '';
create index inbox_by_sender on bus.inbox (sender, message_id);
