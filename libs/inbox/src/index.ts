export { feedbackProduct } from './answering/feedback-product.ts';
export { consentRequestProduct } from './consent/consent-product.ts';
export { itemUseProduct } from './consent/item-use-product.ts';
export { emergencyAccesses } from './emergency-access/emergency-access.projection.ts';
export { emergencyAccessEventTypes } from './emergency-access/emergency-access.events.ts';
export { DATA_PROTECTION } from './emergency-access/emergency-clock.ts';
export { emergencyNoticeClock } from './emergency-access/notice-clock.ts';
export { emergencyProduct } from './emergency-access/emergency-product.ts';
export { type InboxOptions } from './inbox.ts';
export { InboxModule, inboxReadModel } from './inbox.module.ts';
export { candidates, type Place } from './listing/candidates.ts';
export { narrowByPolicy } from './listing/narrow-by-policy.ts';
export { InboxRow } from './listing/inbox.entity.ts';
export { inbox } from './listing/inbox.projection.ts';
export { acknowledgeBy } from './received-item/acknowledge-by.ts';
export { loadReceivedItem, type LoadedItem } from './received-item/load-received-item.ts';
export { itemClock } from './received-item/item-clock.ts';
export { nameSubject, type NamedSubject } from './received-item/name-subject.ts';
export { receivedStatusEventTypes } from './received-status/received-status.events.ts';
export { statusFacts } from './received-status/status-facts.ts';
export { receivedFacts } from './received-item/received-facts.ts';
export {
  isReceivedItemStream,
  receivedItemEventTypes,
  receivedItemStream,
  type FeedbackGiven,
  type ReceivedItemEvent,
} from './received-item/received-item.events.ts';
