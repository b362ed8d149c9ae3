// A parked message: tried again as often as somebody asks, dismissed once and with a reason. Pure.
import { accept, refuse, unreachable, type Decider } from '@gatehouse/event-store/decider';
import type { ParkedMessageEvent } from './parked-message.events.ts';

export type ParkedMessageCommand =
  | { type: 'RetryParkedMessage'; data: { parkedId: string; by: string; at: string } }
  | { type: 'DismissParkedMessage'; data: { parkedId: string; reason: string; by: string; at: string } };

export type ParkedMessageRefusal = 'parked-message-unknown' | 'parked-message-settled';

export interface ParkedMessage {
  status: 'none' | 'parked' | 'trying' | 'accepted' | 'dismissed';
}

export const parkedMessageDecider: Decider<
  ParkedMessageCommand,
  ParkedMessage,
  ParkedMessageEvent,
  ParkedMessageRefusal
> = {
  initial: () => ({ status: 'none' }),

  decide: (command, { status }) => {
    if (status === 'none') return refuse('parked-message-unknown');
    if (status === 'accepted' || status === 'dismissed') return refuse('parked-message-settled');
    switch (command.type) {
      case 'RetryParkedMessage':
        return status === 'trying' ? accept() : accept({ type: 'ParkedMessageRetried', data: command.data });
      case 'DismissParkedMessage':
        return accept({ type: 'ParkedMessageDismissed', data: command.data });
      default:
        return unreachable(command);
    }
  },

  evolve: (_before, event) => {
    switch (event.type) {
      case 'MessageParked':
      case 'ParkedMessageRefusedAgain':
        return { status: 'parked' };
      case 'ParkedMessageRetried':
        return { status: 'trying' };
      case 'ParkedMessageAccepted':
        return { status: 'accepted' };
      case 'ParkedMessageDismissed':
        return { status: 'dismissed' };
      default:
        return unreachable(event);
    }
  },
};
