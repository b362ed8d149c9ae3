// The one notice that has to be elsewhere in no time: that somebody here opened another agency's item in an emergency. Pure.
import type { ToClock } from '@gatehouse/escalation';
import type { LedgerEvent } from '@gatehouse/sharing';
import { AT_ONCE } from './emergency-terms.ts';

/**
 * Within the period of clause 19. Whoever is on duty rings the originator before it has passed, and everybody after it.
 * @param product by which this agency tells an originator
 */
export const emergencyNoticeClock =
  (product: string): ToClock =>
  ({ type, data }) => {
    const event = { type, data } as LedgerEvent;
    if (event.type === 'DisclosureDecided') {
      const { itemId, recipient, released, held, dueWithin } = event.data;
      // What is held back reaches nobody in time either; what is withheld was for somebody else.
      if (event.data.product !== product || !(released || held)) return null;
      const overdueType = 'AcknowledgementOverdue';
      return { cause: 'released', itemId, product, recipient, within: dueWithin ?? AT_ONCE, overdueType };
    }
    if (event.type !== 'DisclosureDelivered') return null;
    const { itemId, recipient, at } = event.data;
    // That anything else has arrived is no acknowledgement of it.
    return { cause: 'acknowledged', itemId, recipient, product, by: null, at };
  };
