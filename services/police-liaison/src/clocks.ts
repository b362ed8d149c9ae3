// What the police have to acknowledge, and what counts as an acknowledgement: whatever arrives in their inbox. And the one notice of
// theirs that has to be elsewhere within a minute: that they opened another agency's item in an emergency.
import type { ToClock } from '@gatehouse/escalation';
import { itemClock } from '@gatehouse/inbox';
import type { LedgerEvent } from '@gatehouse/sharing';
import { EMERGENCY_PRODUCT } from './sharing.ts';

/** Clause 19 of every memorandum. Whoever is on duty rings the originator before it has passed, and everybody after it. */
const NOTICE_WITHIN = 'PT1M';

export const toClock: ToClock = (recorded) => {
  const { type, data } = recorded;
  const event = { type, data } as LedgerEvent;
  switch (event.type) {
    case 'DisclosureDecided': {
      const { itemId, product, recipient, released, held } = event.data;
      // What is held back reaches nobody in time either; what is withheld was for somebody else.
      if (product !== EMERGENCY_PRODUCT || !(released || held)) return null;
      const overdueType = 'AcknowledgementOverdue';
      return { cause: 'released', itemId, product, recipient, within: NOTICE_WITHIN, overdueType };
    }
    case 'DisclosureDelivered': {
      const { itemId, recipient, at } = event.data;
      return { cause: 'acknowledged', itemId, recipient, by: null, at };
    }
    default:
      return itemClock(recorded);
  }
};
