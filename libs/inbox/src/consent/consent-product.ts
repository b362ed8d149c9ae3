// A request for consent as a product on its way to the originator: pure.
import type { ConsentRequestV1 } from '@gatehouse/contracts';
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Outgoing } from '@gatehouse/sharing';
import type { ConsentAsked } from './consent.events.ts';
import { toOriginator } from '../to-originator.ts';

/**
 * What a request becomes outside; null for every other event.
 * @param product the product by which this service asks, such as `police-liaison.consent-request.v1`
 */
export const consentRequestProduct = (event: RecordedEvent, product: string): Outgoing | null => {
  if (event.type !== 'ConsentAsked') return null;
  const asked = event.data as ConsentAsked['data'];
  const how = { product, happened: '-asked', id: asked.requestId, priority: 'PRIORITY' } as const;
  return toOriginator({ ...asked, ...how, payload: payloadOf(asked) });
};

const payloadOf = ({ requestId, itemId, use, recipient, justification, by, at, answerBy }: ConsentAsked['data']) =>
  ({
    requestId,
    itemId,
    use,
    ...(recipient !== null && { recipient }),
    justification,
    askedBy: by,
    askedAt: at,
    answerBy,
  }) satisfies ConsentRequestV1;
