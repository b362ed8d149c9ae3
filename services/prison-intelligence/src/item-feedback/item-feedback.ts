// Feedback as a person may see it: a foreign item like any other, decided for him and recorded before it is shown.
import { currentData, type Queryable, type StoredData } from '@gatehouse/event-store';
import { receivedItemStream } from '@gatehouse/inbox';
import { readerFacts } from '@gatehouse/personnel';
import { considerOpening, openItem, permits, type Agency, type Asked, type HeldItem } from '@gatehouse/sharing';
import { feedbackStream, type ItemFeedbackReceived } from './item-feedback.events.ts';

export interface ShownFeedback {
  feedbackId: string;
  from: string;
  content: unknown;
}

/** Whoever never received an item has nothing to say about it. */
const FROM_A_HOLDER = `exists (select 1 from sharing.holder h
  where h.item_id = data -> 'envelope' -> 'payload' ->> 'itemId' and h.recipient = data -> 'envelope' ->> 'originator')`;

const ABOUT = `type = 'ItemFeedbackReceived' and data -> 'envelope' -> 'payload' ->> 'itemId' = any($1::text[])`;

/** What was said about these items, as far as this person may know it, in the order in which it came. */
export const feedbackShownTo = async (agency: Agency, asked: Asked, itemIds: string[]): Promise<ShownFeedback[]> => {
  const { rows } = await agency.pool.query<StoredData>(
    `select event_id, stream_id, type, type_version, data from store.events where ${ABOUT} and ${FROM_A_HOLDER}
     order by transaction_id, sequence`,
    [itemIds],
  );
  if (rows.length === 0) return [];
  const facts = await readerFacts(agency.pool, asked.caller.person);
  const shown: ShownFeedback[] = [];
  for (const row of rows) {
    const data = currentData<ItemFeedbackReceived>(agency.pool, row);
    if (data === null) continue;
    const considered = considerOpening(agency, asked, facts, asHeld(data));
    const { itemId: feedbackId, originator: from } = data.envelope;
    // Left out like what does not exist; every opening that is shown has its record.
    if (!permits(considered.decision)) continue;
    const { content } = await openItem(agency, asked, feedbackId, considered);
    shown.push({ feedbackId, from, content });
  }
  return shown;
};

/** A feedback as it is held here; null for one that never came, or not from a holder of its item. One query. */
export const loadFeedback = async (queryable: Queryable, feedbackId: string): Promise<HeldItem | null> => {
  const { rows } = await queryable.query<StoredData>(
    `select event_id, stream_id, type, type_version, data from store.events where stream_id = $1 and ${FROM_A_HOLDER}`,
    [feedbackStream(feedbackId)],
  );
  const data = rows[0] ? currentData<ItemFeedbackReceived>(queryable, rows[0]) : null;
  return data && asHeld(data);
};

const asHeld = (data: ItemFeedbackReceived['data']): HeldItem => ({
  ...data,
  openedBefore: [],
  sealedUnder: receivedItemStream(data.envelope.itemId),
});
