// Feedback as a product on its way back: pure.
import type { ItemFeedbackV1 } from '@gatehouse/contracts';
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Outgoing } from '@gatehouse/sharing';
import type { FeedbackGiven } from '../received-item/received-item.events.ts';

/**
 * What a feedback becomes outside; null for every other event.
 * @param product the product by which this service answers, such as `police-liaison.item-feedback.v1`
 */
export const feedbackProduct = (event: RecordedEvent, product: string): Outgoing | null => {
  if (event.type !== 'FeedbackGiven') return null;
  const feedback = event.data as FeedbackGiven['data'];
  const { purpose = '', caseRef = null } = event.metadata;
  const { subjects } = feedback;
  return {
    type: product.replace(/\.v(\d+)$/, '-given.v$1'),
    unit: feedback.unit,
    purpose,
    caseRef,
    classification: 'RESTRICTED',
    subjects: subjects.map(({ role: _role, ...subject }) => subject),
    item: {
      id: feedback.feedbackId,
      product,
      caseRef,
      priority: 'ROUTINE',
      subjects: subjects.map(({ ref, role }) => ({ ref, role })),
      // The originator's own conditions do not bind the originator.
      handling: { code: 'P', conditions: [] },
      markers: [],
      reviewBy: null,
      destroyBy: null,
      payload: payloadOf(feedback),
    },
  };
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
