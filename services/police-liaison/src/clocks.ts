// What the police have to acknowledge, and what counts as an acknowledgement: whatever arrives in their inbox.
import type { ToClock } from '@gatehouse/escalation';
import { itemClock } from '@gatehouse/inbox';

export const toClock: ToClock = itemClock;
