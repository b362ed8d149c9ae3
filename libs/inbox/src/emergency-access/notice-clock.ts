// The one notice that has to be elsewhere within a minute: that somebody here opened another agency's item in an emergency. Pure.
import type { ToClock } from '@gatehouse/escalation';
import type { LedgerEvent } from '@gatehouse/sharing';

/** Clause 19 of every memorandum. Whoever is on duty rings the originator before it has passed, and everybody after it. */
const NOTICE_WITHIN = 'PT1M';

/** @param product by which this agency tells an originator */
export const emergencyNoticeClock =
  (product: string): ToClock =>
  ({ type, data }) => {
    const event = { type, data } as LedgerEvent;
    if (event.type === 'DisclosureDecided') {
      const { itemId, recipient, released, held } = event.data;
      // What is held back reaches nobody in time either; what is withheld was for somebody else.
      if (event.data.product !== product || !(released || held)) return null;
      const overdueType = 'AcknowledgementOverdue';
      return { cause: 'released', itemId, product, recipient, within: NOTICE_WITHIN, overdueType };
    }
    if (event.type !== 'DisclosureDelivered') return null;
    const { itemId, recipient, at } = event.data;
    // That anything else has arrived is no acknowledgement of it.
    return { cause: 'acknowledged', itemId, recipient, product, by: null, at };
  };
