// What the police have to acknowledge, and what counts as an acknowledgement: whatever arrives in their inbox. And the one notice of
// theirs that has to be elsewhere within a minute: that they opened another agency's item in an emergency.
import type { ToClock } from '@gatehouse/escalation';
import { emergencyNoticeClock, itemClock } from '@gatehouse/inbox';
import { EMERGENCY_PRODUCT } from './sharing.ts';

const noticeClock = emergencyNoticeClock(EMERGENCY_PRODUCT);

export const toClock: ToClock = (recorded) => noticeClock(recorded) ?? itemClock(recorded);
