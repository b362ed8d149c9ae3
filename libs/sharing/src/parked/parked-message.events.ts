// What happens to a message that could not be accepted. No content, and no key of anybody: the message itself stays sealed.
import type { EventTypes } from '@gatehouse/event-store';

export interface MessageParked {
  type: 'MessageParked';
  /** `sender`: the party whose lane it came by; `code`: why it was not accepted */
  data: { parkedId: string; topic: string; sender: string; code: string; at: string };
}

export interface ParkedMessageRetried {
  type: 'ParkedMessageRetried';
  data: { parkedId: string; by: string; at: string };
}

export interface ParkedMessageRefusedAgain {
  type: 'ParkedMessageRefusedAgain';
  data: { parkedId: string; code: string; at: string };
}

export interface ParkedMessageAccepted {
  type: 'ParkedMessageAccepted';
  data: { parkedId: string; at: string };
}

export interface ParkedMessageDismissed {
  type: 'ParkedMessageDismissed';
  data: { parkedId: string; reason: string; by: string; at: string };
}

export type ParkedMessageEvent =
  MessageParked | ParkedMessageRetried | ParkedMessageRefusedAgain | ParkedMessageAccepted | ParkedMessageDismissed;

/** Each with the steps from its older versions; none has one yet. */
export const parkedMessageEventTypes = {
  MessageParked: [],
  ParkedMessageRetried: [],
  ParkedMessageRefusedAgain: [],
  ParkedMessageAccepted: [],
  ParkedMessageDismissed: [],
} satisfies EventTypes<ParkedMessageEvent>;

export const parkedMessageStream = (parkedId: string): string => `parked-message-${parkedId}`;
