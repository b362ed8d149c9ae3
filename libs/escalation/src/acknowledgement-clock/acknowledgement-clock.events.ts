// A clock runs from the arrival (or the release) of an item until a named person acknowledges it. It names people of the
// own agency and the item's id; nothing of its content.
import type { EventTypes } from '@gatehouse/event-store';

export type Urgency = 'IMMEDIATE' | 'PRIORITY' | 'ROUTINE';

/**
 * Which end of a disclosure runs the clock: who has to acknowledge, or who waits for it. Of an emergency access: the line above who
 * used it, or those who review it.
 */
export type Side = 'recipient' | 'originator' | 'line' | 'reviewer';

/** The event that says a deadline passed: an alert's, a correction's, a withdrawal's, any other item's, an emergency access's. */
export type OverdueType =
  | 'IntelligenceAlertEscalated'
  | 'CorrectionOverdue'
  | 'WithdrawalOverdue'
  | 'AcknowledgementOverdue'
  | 'EmergencyReviewOverdue';

/** Rungs of the ladder, in the order in which they are called. */
export type Level = 'duty' | 'deputies' | 'first-above' | 'further-above' | 'everybody';

export interface ClockTerms {
  itemId: string;
  product: string;
  /** the party, or the post of the own people, that has to acknowledge; null for what arrived from another party */
  recipient: string | null;
  /** whose item it is, at its recipient */
  originator?: string;
  /** whose rota is asked */
  unit: string;
  side: Side;
  urgency: Urgency;
  overdueType: OverdueType;
  /** instants, RFC 3339 UTC */
  startedAt: string;
  deadline: string;
  /** when the item's life ends: nobody is called any more */
  until: string;
  /** references under which audit records name the people the item is about */
  auditSubjects: string[];
}

type AboutClock = Pick<ClockTerms, 'itemId' | 'recipient'>;

export interface AcknowledgementClockStarted {
  type: 'AcknowledgementClockStarted';
  data: ClockTerms;
}

/** These people were called: notices to them stand in the same transaction. */
export interface DutyHolderCalled {
  type: 'DutyHolderCalled';
  data: AboutClock & { step: number; level: Level; people: string[]; at: string };
}

/** At this rung there is nobody to call. */
export interface NobodyToCall {
  type: 'NobodyToCall';
  data: AboutClock & { step: number; level: Level; at: string };
}

/** No notice of this step went out: the next rung is called at once. */
export interface CallUndelivered {
  type: 'CallUndelivered';
  data: AboutClock & { step: number; at: string };
}

/** The deadline passed without an acknowledgement: once for each clock. */
export interface DeadlinePassed {
  type: OverdueType;
  data: AboutClock & { deadline: string; at: string; calledBefore: string[] };
}

export interface AcknowledgementClockStopped {
  type: 'AcknowledgementClockStopped';
  data: AboutClock & { reason: 'acknowledged' | 'ended'; by: string | null; at: string; inTime: boolean };
}

export type ClockEvent =
  | AcknowledgementClockStarted
  | DutyHolderCalled
  | NobodyToCall
  | CallUndelivered
  | DeadlinePassed
  | AcknowledgementClockStopped;

/** Each with the steps from its older versions; none has one yet. */
export const clockEventTypes = {
  AcknowledgementClockStarted: [],
  DutyHolderCalled: [],
  NobodyToCall: [],
  CallUndelivered: [],
  IntelligenceAlertEscalated: [],
  CorrectionOverdue: [],
  WithdrawalOverdue: [],
  AcknowledgementOverdue: [],
  EmergencyReviewOverdue: [],
  AcknowledgementClockStopped: [],
} satisfies EventTypes<ClockEvent>;

export const clockStream = (itemId: string, recipient: string | null): string =>
  `acknowledgement-clock-${itemId}${recipient === null ? '' : `-${recipient}`}`;
