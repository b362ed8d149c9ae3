// Disputes (clause 23): opened by a party, settled by the group, else decided by the secretary. Until then the strictest reading holds.
import { accept, refuse, unreachable } from '@gatehouse/event-store/decider';
import { isMember, said, type Decided, type Speaker } from './speaker.ts';
import type { DisputeSettled, WorkingGroupEvent } from './working-group.events.ts';
import type { Constituted } from './working-group.state.ts';

export type DisputeCommand =
  | { type: 'OpenDispute'; data: Speaker & { disputeId: string; clause: number; question: string } }
  | { type: 'ReferDispute'; data: Speaker & { disputeId: string } }
  | {
      type: 'DecideDispute';
      data: Speaker & { disputeId: string; holds: DisputeSettled['data']['holds']; reason: string };
    };

export type DisputeRefusal =
  'not-a-member' | 'dispute-unknown' | 'dispute-settled' | 'dispute-with-the-group' | 'not-the-secretary';

export const disputeOf = (command: DisputeCommand, group: Constituted): Decided<DisputeRefusal> => {
  const { type, data } = command;
  switch (type) {
    case 'OpenDispute':
      return openDispute(data, group);
    case 'ReferDispute':
      return refer(data, group);
    case 'DecideDispute':
      return settle(data, group);
    default:
      return unreachable(type);
  }
};

type Of<T extends DisputeCommand['type']> = Extract<DisputeCommand, { type: T }>['data'];

const openDispute = (data: Of<'OpenDispute'>, group: Constituted): Decided<DisputeRefusal> => {
  const { actsFor: party, disputeId, clause, question, decideBy: due } = data;
  if (party === null || !isMember(group, data)) return refuse('not-a-member');
  const event = { ...said(data), disputeId, party, clause, question, due };
  return accept<WorkingGroupEvent>({ type: 'DisputeOpened', data: event });
};

/** By the clock: the group did not settle it in time. */
const refer = (data: Of<'ReferDispute'>, { disputes }: Constituted): Decided<DisputeRefusal> => {
  const { disputeId, today, decideBy: due } = data;
  const dispute = disputes.find((one) => one.disputeId === disputeId);
  if (!dispute) return refuse('dispute-unknown');
  if (dispute.state !== 'OPEN') return accept<WorkingGroupEvent>();
  if (today <= dispute.due) return refuse('dispute-with-the-group');
  const event = { ...said(data), disputeId, why: 'OUT_OF_TIME' as const, due };
  return accept<WorkingGroupEvent>({ type: 'DisputeReferred', data: event });
};

const settle = (data: Of<'DecideDispute'>, { disputes }: Constituted): Decided<DisputeRefusal> => {
  const { actsFor, disputeId, holds, reason } = data;
  if (actsFor !== null) return refuse('not-the-secretary');
  const dispute = disputes.find((one) => one.disputeId === disputeId);
  if (!dispute) return refuse('dispute-unknown');
  if (dispute.state === 'SETTLED') return refuse('dispute-settled');
  if (dispute.state === 'OPEN') return refuse('dispute-with-the-group');
  const event = { ...said(data), disputeId, settledBy: 'SECRETARY' as const, holds, reason };
  return accept<WorkingGroupEvent>({ type: 'DisputeSettled', data: event });
};
