// Escalations: to the group, its secretary or the heads of the parties, with a day by which an answer is owed.
import { accept, refuse, unreachable } from '@gatehouse/event-store/decider';
import { mayPropose, said, type Decided, type Speaker } from './speaker.ts';
import type { EscalationLevel, WorkingGroupEvent } from './working-group.events.ts';
import type { Constituted } from './working-group.state.ts';

export type EscalationCommand =
  | {
      type: 'RaiseEscalation';
      data: Speaker & { escalationId: string; level: EscalationLevel; reason: string; due: string };
    }
  | { type: 'AnswerEscalation'; data: Speaker & { escalationId: string; reason: string } }
  | { type: 'NoteEscalationLeftOpen'; data: Speaker & { escalationId: string } };

export type EscalationRefusal =
  'not-a-member' | 'due-in-the-past' | 'escalation-unknown' | 'escalation-answered' | 'escalation-not-due';

export const escalationOf = (command: EscalationCommand, group: Constituted): Decided<EscalationRefusal> => {
  const { type, data } = command;
  switch (type) {
    case 'RaiseEscalation': {
      const { escalationId, level, reason, due } = data;
      if (!mayPropose(group, data)) return refuse('not-a-member');
      if (due < data.today) return refuse('due-in-the-past');
      const event = { ...said(data), escalationId, level, reason, due };
      return accept<WorkingGroupEvent>({ type: 'EscalationRaised', data: event });
    }
    case 'AnswerEscalation':
      return answer(data, group);
    case 'NoteEscalationLeftOpen':
      return leftOpen(data, group);
    default:
      return unreachable(type);
  }
};

type Of<T extends EscalationCommand['type']> = Extract<EscalationCommand, { type: T }>['data'];

const answer = (data: Of<'AnswerEscalation'>, group: Constituted): Decided<EscalationRefusal> => {
  const { escalationId, reason, today } = data;
  if (!mayPropose(group, data)) return refuse('not-a-member');
  const raised = group.escalations.find((one) => one.escalationId === escalationId);
  if (!raised) return refuse('escalation-unknown');
  if (raised.answered) return refuse('escalation-answered');
  const event = { ...said(data), escalationId, reason, late: today > raised.due };
  return accept<WorkingGroupEvent>({ type: 'EscalationAnswered', data: event });
};

/** By the clock, once. */
const leftOpen = (data: Of<'NoteEscalationLeftOpen'>, { escalations }: Constituted): Decided<EscalationRefusal> => {
  const raised = escalations.find((one) => one.escalationId === data.escalationId);
  if (!raised) return refuse('escalation-unknown');
  if (raised.answered || raised.leftOpen) return accept<WorkingGroupEvent>();
  const { escalationId, level, due } = raised;
  if (data.today <= due) return refuse('escalation-not-due');
  return accept<WorkingGroupEvent>({ type: 'EscalationLeftOpen', data: { ...said(data), escalationId, level, due } });
};
