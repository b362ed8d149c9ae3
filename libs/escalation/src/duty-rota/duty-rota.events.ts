// Who is on duty in a unit, who stands in for him, and who is above him: the people a clock calls (domain reference 4.1).
import type { EventTypes } from '@gatehouse/event-store';

export type Channel = 'email' | 'pager';

/** Where a person is reached. An e-mail address, or the name under which the pager service knows him. */
export interface Contact {
  channel: Channel;
  address: string;
}

export interface OnCall {
  person: string;
  contacts: Contact[];
}

/** A post of the line above the duty, such as the head of the desk. */
export interface LinePost extends OnCall {
  post: string;
}

export interface Duty {
  dutyId: string;
  holder: OnCall;
  deputies: OnCall[];
  /** from this instant (RFC 3339, UTC) */
  from: string;
  /** until just before this one */
  until: string;
}

export interface DutyPlanned {
  type: 'DutyPlanned';
  data: Duty & { unit: string; by: string; at: string };
}

/** From `from` on the rest of a duty is somebody else's. */
export interface DutyHandedOver {
  type: 'DutyHandedOver';
  data: {
    unit: string;
    dutyId: string;
    nextDutyId: string;
    from: string;
    holder: OnCall;
    deputies: OnCall[];
    by: string;
    at: string;
  };
}

export interface DutyWithdrawn {
  type: 'DutyWithdrawn';
  data: { unit: string; dutyId: string; by: string; at: string };
}

export interface LineAboveSet {
  type: 'LineAboveSet';
  data: { unit: string; posts: LinePost[]; by: string; at: string };
}

export type DutyRotaEvent = DutyPlanned | DutyHandedOver | DutyWithdrawn | LineAboveSet;

/** Each with the steps from its older versions; none has one yet. */
export const dutyRotaEventTypes = {
  DutyPlanned: [],
  DutyHandedOver: [],
  DutyWithdrawn: [],
  LineAboveSet: [],
} satisfies EventTypes<DutyRotaEvent>;

export const dutyRotaStream = (unit: string): string => `duty-rota-${unit}`;
