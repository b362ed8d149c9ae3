// A request for consent as a product on its way to the originator: pure.
import type { ConsentRequestV1 } from '@gatehouse/contracts';
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Outgoing } from '@gatehouse/sharing';
import type { ConsentAsked } from './consent.events.ts';

/**
 * What a request becomes outside; null for every other event.
 * @param product the product by which this service asks, such as `police-liaison.consent-request.v1`
 */
export const consentRequestProduct = (event: RecordedEvent, product: string): Outgoing | null => {
  if (event.type !== 'ConsentAsked') return null;
  const asked = event.data as ConsentAsked['data'];
  const { purpose, caseRef, subjects } = asked;
  return {
    type: product.replace(/\.v(\d+)$/, '-asked.v$1'),
    unit: asked.unit,
    purpose,
    caseRef,
    classification: 'RESTRICTED',
    subjects: subjects.map(({ role: _role, ...subject }) => subject),
    item: {
      id: asked.requestId,
      product,
      caseRef,
      priority: 'PRIORITY',
      subjects: subjects.map(({ ref, role }) => ({ ref, role })),
      // The originator's own conditions do not bind the originator.
      handling: { code: 'P', conditions: [] },
      markers: [],
      reviewBy: null,
      destroyBy: null,
      payload: payloadOf(asked),
    },
  };
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
