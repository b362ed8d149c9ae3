// What a liaison working group may do, and who for whom (clauses 21 and 23). Pure.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import { decisionOf, type DecisionCommand, type DecisionRefusal } from './decide-decision.ts';
import { disputeOf, type DisputeCommand, type DisputeRefusal } from './decide-dispute.ts';
import { escalationOf, type EscalationCommand, type EscalationRefusal } from './decide-escalation.ts';
import { meetingOf, type MeetingCommand, type MeetingRefusal } from './decide-meeting.ts';
import { said, type Speaker } from './speaker.ts';
import type { WorkingGroupEvent } from './working-group.events.ts';
import { evolve, type Constituted, type WorkingGroup } from './working-group.state.ts';

export type WorkingGroupCommand =
  | { type: 'ReadWorkingGroup'; data: Speaker }
  | { type: 'ConstituteWorkingGroup'; data: Speaker }
  | { type: 'NameMember'; data: Speaker & { person: string; post: string } }
  | { type: 'EndMember'; data: Speaker & { person: string } }
  | MeetingCommand
  | DecisionCommand
  | DisputeCommand
  | EscalationCommand;

export type WorkingGroupRefusal =
  | 'instrument-unknown'
  | 'not-constituted'
  | 'named-by-its-party'
  | 'member-unknown'
  | MeetingRefusal
  | DecisionRefusal
  | DisputeRefusal
  | EscalationRefusal;

type Decided = Decision<WorkingGroupEvent, WorkingGroupRefusal>;

const decide = (command: WorkingGroupCommand, group: WorkingGroup): Decided => {
  const { actsFor, parties } = command.data;
  // To whoever is no party of it the instrument does not exist, nor its working group.
  if (parties.length === 0 || (actsFor !== null && !parties.includes(actsFor))) return refuse('instrument-unknown');
  if (command.type === 'ConstituteWorkingGroup') return constitute(command.data, group);
  return group.status === 'none' ? refuse('not-constituted') : decideIn(command, group);
};

const decideIn = (
  command: Exclude<WorkingGroupCommand, { type: 'ConstituteWorkingGroup' }>,
  group: Constituted,
): Decided => {
  switch (command.type) {
    case 'ReadWorkingGroup':
      return accept<WorkingGroupEvent>();
    case 'NameMember':
      return nameMember(command.data, group);
    case 'EndMember':
      return endMember(command.data, group);
    case 'ConveneMeeting':
    case 'RecordMeeting':
      return meetingOf(command, group);
    case 'ProposeDecision':
    case 'CastVote':
      return decisionOf(command, group);
    case 'OpenDispute':
    case 'ReferDispute':
    case 'DecideDispute':
      return disputeOf(command, group);
    case 'RaiseEscalation':
    case 'AnswerEscalation':
    case 'NoteEscalationLeftOpen':
      return escalationOf(command, group);
    default:
      return unreachable(command);
  }
};

const constitute = (data: Speaker, group: WorkingGroup): Decided =>
  group.status === 'constituted'
    ? accept<WorkingGroupEvent>()
    : accept<WorkingGroupEvent>({ type: 'WorkingGroupConstituted', data: said(data) });

const nameMember = (data: Speaker & { person: string; post: string }, { members }: Constituted): Decided => {
  const { actsFor: party, person, post } = data;
  if (party === null) return refuse('named-by-its-party');
  const same = members.some((one) => one.party === party && one.person === person && one.post === post);
  if (same) return accept<WorkingGroupEvent>();
  return accept<WorkingGroupEvent>({ type: 'WorkingGroupMemberNamed', data: { ...said(data), party, person, post } });
};

const endMember = (data: Speaker & { person: string }, { members }: Constituted): Decided => {
  const { actsFor: party, person } = data;
  if (party === null) return refuse('named-by-its-party');
  if (!members.some((one) => one.party === party && one.person === person)) return refuse('member-unknown');
  return accept<WorkingGroupEvent>({ type: 'WorkingGroupMemberEnded', data: { ...said(data), party, person } });
};

export const workingGroupDecider: Decider<WorkingGroupCommand, WorkingGroup, WorkingGroupEvent, WorkingGroupRefusal> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
