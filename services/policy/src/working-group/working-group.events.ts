// The liaison working group of an instrument: who speaks for which party, when it met, what it decided and what it could not.
import type { EventTypes, Step } from '@gatehouse/event-store';
import type { Hand } from '../registry.ts';

interface Done {
  instrumentId: string;
  by: Hand;
  at: string;
}

export interface WorkingGroupConstituted {
  type: 'WorkingGroupConstituted';
  data: Done;
}

export interface WorkingGroupMemberNamed {
  type: 'WorkingGroupMemberNamed';
  data: Done & { party: string; person: string; post: string };
}

export interface WorkingGroupMemberEnded {
  type: 'WorkingGroupMemberEnded';
  data: Done & { party: string; person: string };
}

export interface WorkingGroupConvened {
  type: 'WorkingGroupConvened';
  data: Done & { meetingId: string; begins: string; agenda: string[] };
}

export interface WorkingGroupMet {
  type: 'WorkingGroupMet';
  /** minutes: SHA-256, base64url, of the text the secretariat keeps */
  data: Done & { meetingId: string; present: string[]; minutes: string };
}

/** What the secretariat may do only when the group has adopted it. */
export type Matter = 'TERMINATION';

export interface DecisionProposed {
  type: 'DecisionProposed';
  data: Done & {
    decisionId: string;
    question: string;
    disputeId: string | null;
    /** what else rests on it: the end of the instrument; null for nothing */
    about: Matter | null;
  };
}

export type Vote = 'FOR' | 'AGAINST' | 'ABSTAINS';

export interface VoteCast {
  type: 'VoteCast';
  data: Done & { decisionId: string; party: string; vote: Vote };
}

export interface DecisionTaken {
  type: 'DecisionTaken';
  data: Done & { decisionId: string; outcome: 'ADOPTED' | 'REJECTED' };
}

/** Two parties read a clause differently; until it is settled the strictest reading holds (clause 23). */
export interface DisputeOpened {
  type: 'DisputeOpened';
  /** due: the day by which the group settles it, or it goes to the secretary */
  data: Done & { disputeId: string; party: string; clause: number; question: string; due: string };
}

export interface DisputeReferred {
  type: 'DisputeReferred';
  /** due: the day by which the secretary decides */
  data: Done & { disputeId: string; why: 'NOT_AGREED' | 'OUT_OF_TIME'; due: string };
}

export interface DisputeSettled {
  type: 'DisputeSettled';
  data: Done & {
    disputeId: string;
    settledBy: 'GROUP' | 'SECRETARY';
    holds: 'STRICTEST' | 'AS_DECIDED';
    reason: string;
  };
}

export type EscalationLevel = 'WORKING_GROUP' | 'SECRETARY' | 'HEADS_OF_PARTIES';

export interface EscalationRaised {
  type: 'EscalationRaised';
  data: Done & { escalationId: string; level: EscalationLevel; reason: string; due: string };
}

export interface EscalationAnswered {
  type: 'EscalationAnswered';
  data: Done & { escalationId: string; reason: string; late: boolean };
}

/** The day of an escalation passed without an answer. */
export interface EscalationLeftOpen {
  type: 'EscalationLeftOpen';
  data: Done & { escalationId: string; level: EscalationLevel; due: string };
}

export type WorkingGroupEvent =
  | WorkingGroupConstituted
  | WorkingGroupMemberNamed
  | WorkingGroupMemberEnded
  | WorkingGroupConvened
  | WorkingGroupMet
  | DecisionProposed
  | VoteCast
  | DecisionTaken
  | DisputeOpened
  | DisputeReferred
  | DisputeSettled
  | EscalationRaised
  | EscalationAnswered
  | EscalationLeftOpen;

/** Until version 2 nothing rested on a decision but its own words. */
const aboutNothing: Step = (data) => ({ ...data, about: null });

/** Each with the steps from its older versions. */
export const workingGroupEventTypes = {
  WorkingGroupConstituted: [],
  WorkingGroupMemberNamed: [],
  WorkingGroupMemberEnded: [],
  WorkingGroupConvened: [],
  WorkingGroupMet: [],
  DecisionProposed: [aboutNothing],
  VoteCast: [],
  DecisionTaken: [],
  DisputeOpened: [],
  DisputeReferred: [],
  DisputeSettled: [],
  EscalationRaised: [],
  EscalationAnswered: [],
  EscalationLeftOpen: [],
} satisfies EventTypes<WorkingGroupEvent>;

export const workingGroupStream = (instrumentId: string): string => `working-group-${instrumentId}`;
