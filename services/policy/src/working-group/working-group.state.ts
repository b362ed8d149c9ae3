// What a working group has come to, folded from its events.
import { unreachable } from '@gatehouse/event-store/decider';
import type { EscalationLevel, Matter, Vote, WorkingGroupEvent } from './working-group.events.ts';

export interface Member {
  party: string;
  person: string;
  post: string;
}

export interface Meeting {
  meetingId: string;
  begins: string;
  agenda: string[];
  held: { present: string[]; minutes: string } | null;
}

export interface Question {
  decisionId: string;
  question: string;
  disputeId: string | null;
  about: Matter | null;
  votes: { party: string; vote: Vote }[];
  outcome: 'ADOPTED' | 'REJECTED' | null;
}

export interface Dispute {
  disputeId: string;
  party: string;
  clause: number;
  question: string;
  due: string;
  state: 'OPEN' | 'WITH_SECRETARY' | 'SETTLED';
  /** which reading holds: the strictest until it is settled */
  holds: 'STRICTEST' | 'AS_DECIDED';
}

export interface Escalation {
  escalationId: string;
  level: EscalationLevel;
  reason: string;
  due: string;
  answered: 'IN_TIME' | 'LATE' | null;
  leftOpen: boolean;
}

export interface Constituted {
  status: 'constituted';
  instrumentId: string;
  members: Member[];
  meetings: Meeting[];
  decisions: Question[];
  disputes: Dispute[];
  escalations: Escalation[];
}

export type WorkingGroup = { status: 'none' } | Constituted;

export const evolve = (group: WorkingGroup, event: WorkingGroupEvent): WorkingGroup => {
  if (group.status === 'constituted') return changed(group, event);
  if (event.type !== 'WorkingGroupConstituted') return group;
  const nothing = { members: [], meetings: [], decisions: [], disputes: [], escalations: [] };
  return { status: 'constituted', instrumentId: event.data.instrumentId, ...nothing };
};

const changed = (group: Constituted, event: WorkingGroupEvent): Constituted => {
  switch (event.type) {
    case 'WorkingGroupConstituted':
      return group;
    case 'WorkingGroupMemberNamed':
    case 'WorkingGroupMemberEnded':
      return { ...group, members: membersAfter(group, event) };
    case 'WorkingGroupConvened':
    case 'WorkingGroupMet':
      return { ...group, meetings: meetingsAfter(group, event) };
    case 'DecisionProposed':
    case 'VoteCast':
    case 'DecisionTaken':
      return { ...group, decisions: decisionsAfter(group, event) };
    case 'DisputeOpened':
    case 'DisputeReferred':
    case 'DisputeSettled':
      return { ...group, disputes: disputesAfter(group, event) };
    case 'EscalationRaised':
    case 'EscalationAnswered':
    case 'EscalationLeftOpen':
      return { ...group, escalations: escalationsAfter(group, event) };
    default:
      return unreachable(event);
  }
};

type Of<T extends WorkingGroupEvent['type']> = Extract<WorkingGroupEvent, { type: T }>;

const membersAfter = (
  { members }: Constituted,
  { type, data }: Of<'WorkingGroupMemberNamed' | 'WorkingGroupMemberEnded'>,
): Member[] => {
  const others = members.filter(({ party, person }) => party !== data.party || person !== data.person);
  if (type === 'WorkingGroupMemberEnded') return others;
  const { party, person, post } = data;
  return [...others, { party, person, post }];
};

const meetingsAfter = ({ meetings }: Constituted, event: Of<'WorkingGroupConvened' | 'WorkingGroupMet'>): Meeting[] => {
  const { type, data } = event;
  if (type === 'WorkingGroupConvened') {
    const { meetingId, begins, agenda } = data;
    return [...meetings, { meetingId, begins, agenda, held: null }];
  }
  const { meetingId, present, minutes } = data;
  return meetings.map((one) => (one.meetingId === meetingId ? { ...one, held: { present, minutes } } : one));
};

const decisionsAfter = (
  { decisions }: Constituted,
  { type, data }: Of<'DecisionProposed' | 'VoteCast' | 'DecisionTaken'>,
): Question[] => {
  if (type === 'DecisionProposed') {
    const { decisionId, question, disputeId, about } = data;
    return [...decisions, { decisionId, question, disputeId, about, votes: [], outcome: null }];
  }
  return decisions.map((one) => {
    if (one.decisionId !== data.decisionId) return one;
    if (type === 'DecisionTaken') return { ...one, outcome: data.outcome };
    return { ...one, votes: [...one.votes, { party: data.party, vote: data.vote }] };
  });
};

const disputesAfter = (
  { disputes }: Constituted,
  { type, data }: Of<'DisputeOpened' | 'DisputeReferred' | 'DisputeSettled'>,
): Dispute[] => {
  if (type === 'DisputeOpened') {
    const { disputeId, party, clause, question, due } = data;
    return [...disputes, { disputeId, party, clause, question, due, state: 'OPEN', holds: 'STRICTEST' }];
  }
  return disputes.map((one) => {
    if (one.disputeId !== data.disputeId) return one;
    if (type === 'DisputeReferred') return { ...one, state: 'WITH_SECRETARY', due: data.due };
    return { ...one, state: 'SETTLED', holds: data.holds };
  });
};

const escalationsAfter = (
  { escalations }: Constituted,
  { type, data }: Of<'EscalationRaised' | 'EscalationAnswered' | 'EscalationLeftOpen'>,
): Escalation[] => {
  if (type === 'EscalationRaised') {
    const { escalationId, level, reason, due } = data;
    return [...escalations, { escalationId, level, reason, due, answered: null, leftOpen: false }];
  }
  return escalations.map((one) => {
    if (one.escalationId !== data.escalationId) return one;
    if (type === 'EscalationLeftOpen') return { ...one, leftOpen: true };
    return { ...one, answered: data.late ? 'LATE' : 'IN_TIME' };
  });
};
