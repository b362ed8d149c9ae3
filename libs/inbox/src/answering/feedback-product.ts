// Feedback as a product on its way back: pure.
import type { ItemFeedbackV1 } from '@gatehouse/contracts';
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Outgoing } from '@gatehouse/sharing';
import type { FeedbackGiven } from '../received-item/received-item.events.ts';
import { toOriginator } from '../to-originator.ts';

/**
 * What a feedback becomes outside; null for every other event.
 * @param product the product by which this service answers, such as `police-liaison.item-feedback.v1`
 */
export const feedbackProduct = (event: RecordedEvent, product: string): Outgoing | null => {
  if (event.type !== 'FeedbackGiven') return null;
  const feedback = event.data as FeedbackGiven['data'];
  const { purpose = '', caseRef = null } = event.metadata;
  const how = { product, happened: '-given', id: feedback.feedbackId, priority: 'ROUTINE' } as const;
  return toOriginator({ ...feedback, ...how, purpose, caseRef, payload: payloadOf(feedback) });
};

const payloadOf = ({
  feedbackId,
  itemId,
  outcome,
  comment,
  regrades,
  by,
  at,
}: FeedbackGiven['data']): ItemFeedbackV1 => ({
  feedbackId,
  itemId,
  outcome,
  ...(comment !== null && { comment }),
  ...(regrades.length > 0 && { regrades: regrades as NonNullable<ItemFeedbackV1['regrades']> }),
  givenBy: by,
  givenAt: at,
});
