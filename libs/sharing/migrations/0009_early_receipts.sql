-- What an own person did with an item before it was decided that his post holds it: he reads it where it is, and may be quicker than the ledger.
-- Entered with the decision, and gone then; of a post that is never decided upon, kept.
create table sharing.early_receipt (
  item_id text not null,
  recipient text not null,
  kind text not null,
  person text not null,
  at timestamptz not null,
  correlation_id text not null,
  primary key (item_id, recipient, kind, person)
);
