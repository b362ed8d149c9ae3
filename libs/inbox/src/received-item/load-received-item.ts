// A received item as its stream stands, with the reader's own earlier openings and what is known of its people since: one query
// each.
import { readStream, type Queryable, type RecordedEvent } from '@gatehouse/event-store';
import type { HeldItem, SubjectStatus } from '@gatehouse/sharing';
import { statusesOf } from '../received-status/load-statuses.ts';
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
  const [statuses] = await statusesOf(queryable, [item.held?.envelope ?? null]);
  const openedBefore = opened.rows.map((row) => ({ person, at: row.opened_at.toISOString() }));
  return { item, held: heldItem(item, openedBefore, statuses) };
};

export const folded = (events: RecordedEvent[]): ReceivedItem =>
  events.reduce(
    (state, event) => receivedItemDecider.evolve(state, event as unknown as ReceivedItemEvent),
    receivedItemDecider.initial(),
  );

/** The item as it is opened and listed: corrected, refused to everybody once it was taken back, its people as they stand now. */
export const heldItem = (
  item: ReceivedItem,
  openedBefore: HeldItem['openedBefore'],
  statuses: SubjectStatus[] = [],
): HeldItem | null => {
  const envelope = asCorrected(item);
  if (item.held === null || envelope === null) return null;
  return {
    envelope,
    provenance: item.held.provenance,
    openedBefore,
    withdrawn: isWithdrawn(item),
    statuses,
    sealedUnder: receivedItemStream(envelope.itemId),
  };
};
