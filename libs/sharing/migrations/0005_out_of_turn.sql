-- What did not wait for its predecessor: what follows it waits for that one all the same.
create table sharing.out_of_turn (
  sender text not null,
  message_id text not null,
  predecessor text not null,
  primary key (sender, message_id)
);
