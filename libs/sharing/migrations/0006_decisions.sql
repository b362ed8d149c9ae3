-- What a decision was made from, so that it can be made again: each attribute as it was, once for each item, sealed under the item's
-- key. Whoever destroys that key leaves the digests, and nobody can test a guess against them.
-- Not unique: two who write the same at once write it twice, and none waits for the other.
create table sharing.decision_input (
  position bigint generated always as identity primary key,
  sealed_under text not null,
  digest text not null,
  sealed text not null
);
create index decision_input_by_digest on sharing.decision_input (sealed_under, digest);

-- Each decision that an audit record is about, in their order. Attributes and answer by their digests.
create table sharing.decision_made (
  record_id uuid not null,
  place int not null,
  -- as it was asked for: also one that does not exist; null for what is about no item
  item_id text,
  sealed_under text not null,
  attributes jsonb not null,
  answer text not null,
  primary key (record_id, place)
);
create index decision_by_item on sharing.decision_made (item_id);
