// A holder asks for consent to pass one of our items on, or to use it in proceedings (MoU 9, 11): the request as it came, and our word.
import type { ConsentRequestV1 } from '@gatehouse/contracts';
import { sealed, type EventTypes } from '@gatehouse/event-store';
import { receivedItemStream } from '@gatehouse/inbox';
import type { Envelope, ForeignFact, Outgoing, Provenance } from '@gatehouse/sharing';

/** A foreign fact, kept as it came. */
export interface ConsentRequestReceived {
  type: 'ConsentRequestReceived';
  data: { envelope: Envelope; provenance: Provenance };
}

/** What every answer needs to find its way back, and about whom it is: as the item left. */
export interface Answered {
  answerId: string;
  requestId: string;
  itemId: string;
  /** the party that asked */
  to: string;
  purpose: string;
  caseRef: string | null;
  unit: string;
  people: Outgoing['subjects'];
  roles: Outgoing['item']['subjects'];
  reason: string;
  by: string;
  at: string;
}

export interface ConsentGranted {
  type: 'ConsentGranted';
  data: Answered & { conditions: { code: string; date?: string }[]; validUntil: string };
}

export interface ConsentRefused {
  type: 'ConsentRefused';
  data: Answered;
}

/** A consent that was given is taken back. */
export interface ConsentWithdrawn {
  type: 'ConsentWithdrawn';
  data: Answered;
}

/** Nobody answered in time; silence refuses at whoever asked as well. */
export interface ConsentRequestLapsed {
  type: 'ConsentRequestLapsed';
  data: { requestId: string; at: string };
}

export type ConsentAnswerEvent = ConsentGranted | ConsentRefused | ConsentWithdrawn;
export type ConsentRequestEvent = ConsentRequestReceived | ConsentAnswerEvent | ConsentRequestLapsed;

const STREAM = 'consent-request-';
export const consentRequestStream = (requestId: string): string => `${STREAM}${requestId}`;

const itemOf = (streamId: string): string => receivedItemStream(streamId.slice(STREAM.length));
const answered = sealed({ clear: ['answerId', 'requestId', 'itemId', 'to', 'at'], itemOf });

/** Sealed under the key of the request in the inbox, each with the steps from its older versions; none has one yet. */
export const consentRequestEventTypes = {
  ConsentRequestReceived: sealed({
    clear: ['envelope.itemId', 'envelope.originator', 'envelope.payload.itemId'],
    itemOf,
  }),
  ConsentGranted: answered,
  ConsentRefused: answered,
  ConsentWithdrawn: answered,
  ConsentRequestLapsed: sealed({ clear: ['requestId', 'at'], itemOf }),
} satisfies EventTypes<ConsentRequestEvent>;

/** The product's own words in the envelope's payload. */
export const requestIn = ({ payload }: Envelope): ConsentRequestV1 => payload as ConsentRequestV1;

/** The fact an arriving request becomes, beside its place in the inbox; none where it cannot be read as one. Pure. */
export const consentRequestFacts = (data: ConsentRequestReceived['data']): ForeignFact[] => {
  const { itemId, answerBy } = (data.envelope.payload ?? {}) as Record<string, unknown>;
  const isRequest = typeof itemId === 'string' && typeof answerBy === 'string' && !Number.isNaN(Date.parse(answerBy));
  if (!isRequest) return [];
  const event: ConsentRequestReceived = { type: 'ConsentRequestReceived', data };
  return [{ streamId: consentRequestStream(data.envelope.itemId), event, comes: 'once' }];
};
