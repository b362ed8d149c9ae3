// Our answer to a request for consent as a product: pure. It goes to whoever asked, and to nobody else.
import type { ConsentAnswerV1 } from '@gatehouse/contracts';
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Outgoing } from '@gatehouse/sharing';
import type { Answered, ConsentAnswerEvent } from './consent-request.events.ts';

/**
 * What an answer becomes outside; null for every other event.
 * @param product the product by which this service answers, such as `prison-intelligence.consent-answer.v1`
 */
export const consentAnswerProduct = (recorded: RecordedEvent, product: string): Outgoing | null => {
  const event = { type: recorded.type, data: recorded.data } as ConsentAnswerEvent;
  switch (event.type) {
    case 'ConsentGranted': {
      const { conditions, validUntil } = event.data;
      const said = { verdict: 'GRANTED' as const, validUntil, ...(conditions.length > 0 && { conditions }) };
      return answerProduct(product, event.data, said, 'PRIORITY');
    }
    case 'ConsentRefused':
      return answerProduct(product, event.data, { verdict: 'REFUSED' }, 'PRIORITY');
    // What is taken back waits for nothing (ruling 1): until it arrives the item is used.
    case 'ConsentWithdrawn':
      return answerProduct(product, event.data, { verdict: 'WITHDRAWN' }, 'IMMEDIATE');
    default:
      return null;
  }
};

type Said = Pick<ConsentAnswerV1, 'verdict' | 'validUntil' | 'conditions'>;

const answerProduct = (product: string, answered: Answered, said: Said, priority: string): Outgoing => {
  const { answerId, requestId, itemId, to, purpose, caseRef, unit, people, roles, reason, at } = answered;
  const payload: ConsentAnswerV1 = { answerId, requestId, itemId, ...said, reason, answeredAt: at };
  return {
    type: product.replace(/-answer\.v(\d+)$/, '-answered.v$1'),
    unit,
    purpose,
    caseRef,
    classification: 'RESTRICTED',
    subjects: people,
    to,
    item: {
      id: answerId,
      product,
      caseRef,
      priority,
      subjects: roles,
      handling: { code: 'P', conditions: [] },
      markers: [],
      reviewBy: null,
      destroyBy: null,
      payload,
    },
  };
};
