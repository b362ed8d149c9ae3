// A received item as its stream stands, with the reader's own earlier openings: one query each for stream and openings.
import { readStream, type Queryable, type RecordedEvent } from '@gatehouse/event-store';
import type { HeldItem } from '@gatehouse/sharing';
import { asCorrected } from './as-corrected.ts';
import { isWithdrawn } from './notices.ts';
import { receivedItemDecider, type ReceivedItem } from './received-item.decider.ts';
import { receivedItemStream, type ReceivedItemEvent } from './received-item.events.ts';

export interface LoadedItem {
  item: ReceivedItem;
  held: HeldItem | null;
}

/** @returns `held: null` for what never came, also when a notice about it did */
export const loadReceivedItem = async (queryable: Queryable, itemId: string, person: string): Promise<LoadedItem> => {
  const events = await readStream(queryable, receivedItemStream(itemId));
  const opened = await queryable.query<{ opened_at: Date }>(
    'select opened_at from sharing.opened where item_id = $1 and person = $2',
    [itemId, person],
  );
  const item = folded(events);
  return {
    item,
    held: heldItem(
      item,
      opened.rows.map((row) => ({ person, at: row.opened_at.toISOString() })),
    ),
  };
};

export const folded = (events: RecordedEvent[]): ReceivedItem =>
  events.reduce(
    (state, event) => receivedItemDecider.evolve(state, event as unknown as ReceivedItemEvent),
    receivedItemDecider.initial(),
  );

/** The item as it is opened and listed: corrected, and refused to everybody once it was taken back. */
export const heldItem = (item: ReceivedItem, openedBefore: HeldItem['openedBefore']): HeldItem | null => {
  const envelope = asCorrected(item);
  if (item.held === null || envelope === null) return null;
  return {
    envelope,
    provenance: item.held.provenance,
    openedBefore,
    withdrawn: isWithdrawn(item),
    sealedUnder: receivedItemStream(envelope.itemId),
  };
};
