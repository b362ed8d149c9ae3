// When may the originator be asked, and when is an item used under its consent? On the stream of the item. No I/O, no clock, no ids:
// whether consent is needed, and whether it is enough, is policy's answer, given before.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import { receivedItemDecider, type ReceivedItem } from '../received-item/received-item.decider.ts';
import type { ReceivedItemEvent } from '../received-item/received-item.events.ts';
import { consentFor, consentsAbout, consentsOf, stateOfConsent } from './consents.ts';
import type { ConsentAsked, ConsentLapsed, ItemUsed } from './consent.events.ts';

export type ConsentCommand =
  | { type: 'AskConsent'; data: ConsentAsked['data'] }
  | { type: 'UseItem'; data: ItemUsed['data'] }
  | { type: 'LapseConsent'; data: ConsentLapsed['data'] };

export type ConsentRefusal = 'item-not-received' | 'consent-asked-already' | 'consent-no-longer-stands';

type Decided = Decision<ReceivedItemEvent, ConsentRefusal>;

const decide = (command: ConsentCommand, item: ReceivedItem): Decided => {
  if (item.held === null) return refuse('item-not-received');
  const now = new Date(command.data.at);
  switch (command.type) {
    case 'AskConsent': {
      if (consentsAbout(item, command.data).some((one) => stateOfConsent(one, now) === 'waiting'))
        return refuse('consent-asked-already');
      return accept<ReceivedItemEvent>({ type: 'ConsentAsked', data: command.data });
    }
    case 'UseItem':
      return use(command.data, item, now);
    case 'LapseConsent': {
      const consent = consentsOf(item).find(({ asked }) => asked.requestId === command.data.requestId);
      // Answered, or recorded as lapsed, in the meantime.
      if (!consent || consent.lapsedAt !== null || stateOfConsent(consent, now) !== 'lapsed')
        return accept<ReceivedItemEvent>();
      return accept<ReceivedItemEvent>({ type: 'ConsentLapsed', data: command.data });
    }
    default:
      return unreachable(command);
  }
};

/** What policy allowed a moment ago may have been taken back since. */
const use = (data: ItemUsed['data'], item: ReceivedItem, now: Date): Decided => {
  const consent = consentFor(item, data, now);
  const stands = consent !== null && stateOfConsent(consent, now) === 'granted';
  if (data.requestId !== null && !(stands && consent.asked.requestId === data.requestId))
    return refuse('consent-no-longer-stands');
  return accept<ReceivedItemEvent>({ type: 'ItemUsed', data });
};

export const consentDecider: Decider<ConsentCommand, ReceivedItem, ReceivedItemEvent, ConsentRefusal> = {
  initial: receivedItemDecider.initial,
  decide,
  evolve: receivedItemDecider.evolve,
};
