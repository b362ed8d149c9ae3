// Somebody who received an item doubts a grade of what it rests on. A proposal: a named manager decides about it (invariant I8).
import type { ItemFeedbackV1 } from '@gatehouse/contracts';
import { sealed, type EventTypes } from '@gatehouse/event-store';
import { receivedItemStream } from '@gatehouse/inbox';

export type ProposedGrade = NonNullable<NonNullable<ItemFeedbackV1['regrades']>[number]['grade']>;

export interface ProposedRegrade {
  n: number;
  grade: ProposedGrade;
}

export interface RegradeProposed {
  type: 'RegradeProposed';
  data: { feedbackId: string; itemId: string; from: string; regrades: ProposedRegrade[] };
}

interface Act {
  feedbackId: string;
  reason: string;
  by: string;
  at: string;
}

export interface RegradeAccepted {
  type: 'RegradeAccepted';
  data: Act & { reportUrn: string; regrades: ProposedRegrade[] };
}

export interface RegradeDeclined {
  type: 'RegradeDeclined';
  data: Act;
}

export type ProposalEvent = RegradeProposed | RegradeAccepted | RegradeDeclined;

const STREAM = 'regrade-proposal-';
const feedbackOf = (streamId: string): string => receivedItemStream(streamId.slice(STREAM.length));
const answered = sealed({ clear: ['feedbackId', 'at'], itemOf: feedbackOf });

/** Sealed under the key of the feedback it came with, each with the steps from its older versions; none has one yet. */
export const proposalEventTypes = {
  RegradeProposed: sealed({ clear: ['feedbackId', 'itemId'], itemOf: feedbackOf }),
  RegradeAccepted: answered,
  RegradeDeclined: answered,
} satisfies EventTypes<ProposalEvent>;

export const proposalStream = (feedbackId: string): string => `${STREAM}${feedbackId}`;
