// What the receiver of an item says came of it (domain reference 4.1): a foreign fact, kept as it came. A feedback that doubts
// grades is a proposal as well, in the same transaction: nobody has to notice it first.
import type { ItemFeedbackV1 } from '@gatehouse/contracts';
import { sealed, type EventTypes } from '@gatehouse/event-store';
import { receivedItemStream } from '@gatehouse/inbox';
import type { Envelope, ForeignFact, Provenance } from '@gatehouse/sharing';
import { proposalStream, type RegradeProposed } from '../regrade-proposal/regrade-proposal.events.ts';

export const FEEDBACK_PRODUCT = 'police-liaison.item-feedback.v1';

export interface ItemFeedbackReceived {
  type: 'ItemFeedbackReceived';
  data: { envelope: Envelope; provenance: Provenance };
}

export type ItemFeedbackEvent = ItemFeedbackReceived;

const STREAM = 'item-feedback-';

/** A copy of what stands in the inbox, and sealed under that one's key. With the steps from its older versions; it has none yet. */
export const itemFeedbackEventTypes = {
  ItemFeedbackReceived: sealed({
    clear: ['envelope.itemId', 'envelope.originator', 'envelope.payload.itemId'],
    itemOf: (streamId) => receivedItemStream(streamId.slice(STREAM.length)),
  }),
} satisfies EventTypes<ItemFeedbackEvent>;

export const feedbackStream = (feedbackId: string): string => `${STREAM}${feedbackId}`;

/** The product's own words in the envelope's payload. */
export const feedbackIn = ({ payload }: Envelope): ItemFeedbackV1 => payload as ItemFeedbackV1;

/** The facts an arriving feedback becomes. Pure. */
export const feedbackFacts = (received: ItemFeedbackReceived['data']): ForeignFact[] => {
  const feedbackId = received.envelope.itemId;
  const { itemId, regrades } = feedbackIn(received.envelope);
  const feedback: ItemFeedbackReceived = { type: 'ItemFeedbackReceived', data: received };
  const kept: ForeignFact = { streamId: feedbackStream(feedbackId), event: feedback, comes: 'once' };
  if (!regrades?.length) return [kept];
  const proposed: RegradeProposed = {
    type: 'RegradeProposed',
    data: {
      feedbackId,
      itemId,
      from: received.envelope.originator,
      regrades: regrades.flatMap(({ n, grade }) => (grade ? [{ n, grade }] : [])),
    },
  };
  return [kept, { streamId: proposalStream(feedbackId), event: proposed, comes: 'once' }];
};
