export { ConsentModule, consentReadModel } from './consent.module.ts';
export { consentAnswerProduct } from './consent-request/consent-answer-product.ts';
export {
  consentRequestEventTypes,
  consentRequestFacts,
  type ConsentRequestEvent,
} from './consent-request/consent-request.events.ts';
export { consentRequests } from './consent-request/consent-request.projection.ts';
export { itemUseFacts } from './consent-request/item-use-facts.ts';
export { type ConsentOptions } from './consents.ts';
export { OnwardUseAnswer } from './consent-request/onward-use.answer.ts';
