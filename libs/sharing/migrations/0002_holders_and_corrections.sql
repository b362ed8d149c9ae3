-- Who holds which item: so that a correction or a withdrawal finds every recipient (invariant I5). Written with the ledger.
create table sharing.holder (
  item_id text not null,
  recipient text not null,
  product text not null,
  disclosure_id uuid not null,
  released_at timestamptz not null,
  primary key (item_id, recipient)
);

-- Corrections and withdrawals a recipient has not acknowledged: overdue ones keep new items of that product back (MoU 15).
create table sharing.open_correction (
  notice_id text not null,
  recipient text not null,
  product text not null,
  due_at timestamptz not null,
  primary key (notice_id, recipient)
);
