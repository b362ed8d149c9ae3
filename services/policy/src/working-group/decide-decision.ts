// Decisions: a question, one vote a party, taken when every party has voted. Nobody is outvoted: one vote against rejects it, and a
// dispute that is not agreed on goes to the secretary while the strictest reading goes on holding (clause 23).
import { accept, refuse, unreachable } from '@gatehouse/event-store/decider';
import { isMember, mayPropose, said, type Decided, type Speaker } from './speaker.ts';
import type { Matter, Vote, WorkingGroupEvent } from './working-group.events.ts';
import type { Constituted, Question } from './working-group.state.ts';

export type DecisionCommand =
  | { type: 'ProposeDecision'; data: Speaker & Proposal }
  | { type: 'CastVote'; data: Speaker & { decisionId: string; vote: Vote } };

interface Proposal {
  decisionId: string;
  question: string;
  disputeId: string | null;
  about: Matter | null;
}

export type DecisionRefusal =
  'not-a-member' | 'decision-unknown' | 'decision-taken' | 'already-voted' | 'dispute-unknown' | 'dispute-settled';

export const decisionOf = (command: DecisionCommand, group: Constituted): Decided<DecisionRefusal> => {
  const { type, data } = command;
  switch (type) {
    case 'ProposeDecision':
      return propose(data, group);
    case 'CastVote':
      return vote(data, group);
    default:
      return unreachable(type);
  }
};

const propose = (
  data: Extract<DecisionCommand, { type: 'ProposeDecision' }>['data'],
  group: Constituted,
): Decided<DecisionRefusal> => {
  const { decisionId, question, disputeId, about } = data;
  if (!mayPropose(group, data)) return refuse('not-a-member');
  const dispute = group.disputes.find((one) => one.disputeId === disputeId);
  if (disputeId !== null && !dispute) return refuse('dispute-unknown');
  if (dispute && dispute.state !== 'OPEN') return refuse('dispute-settled');
  const event = { ...said(data), decisionId, question, disputeId, about };
  return accept<WorkingGroupEvent>({ type: 'DecisionProposed', data: event });
};

const vote = (
  data: Extract<DecisionCommand, { type: 'CastVote' }>['data'],
  group: Constituted,
): Decided<DecisionRefusal> => {
  const { decisionId, actsFor: party } = data;
  if (party === null || !data.voters.includes(party) || !isMember(group, data)) return refuse('not-a-member');
  const question = group.decisions.find((one) => one.decisionId === decisionId);
  if (!question) return refuse('decision-unknown');
  const before = question.votes.find((one) => one.party === party);
  if (before) return before.vote === data.vote ? accept<WorkingGroupEvent>() : refuse('already-voted');
  if (question.outcome !== null) return refuse('decision-taken');
  const cast = { type: 'VoteCast' as const, data: { ...said(data), decisionId, party, vote: data.vote } };
  const votes = [...question.votes, { party, vote: data.vote }];
  const isLast = data.voters.every((one) => votes.some((known) => known.party === one));
  return accept<WorkingGroupEvent>(cast, ...(isLast ? taken(data, question, votes, group) : []));
};

/** What follows the last vote. */
const taken = (
  data: Speaker,
  { decisionId, disputeId, question }: Question,
  votes: Question['votes'],
  { disputes }: Constituted,
): WorkingGroupEvent[] => {
  const agreed = votes.some((one) => one.vote === 'FOR') && votes.every((one) => one.vote !== 'AGAINST');
  const outcome = agreed ? ('ADOPTED' as const) : ('REJECTED' as const);
  const decision: WorkingGroupEvent = { type: 'DecisionTaken', data: { ...said(data), decisionId, outcome } };
  const open = disputes.find((one) => one.disputeId === disputeId)?.state === 'OPEN';
  if (disputeId === null || !open) return [decision];
  const settled = { settledBy: 'GROUP' as const, holds: 'AS_DECIDED' as const, reason: question };
  return [
    decision,
    agreed
      ? { type: 'DisputeSettled', data: { ...said(data), disputeId, ...settled } }
      : { type: 'DisputeReferred', data: { ...said(data), disputeId, why: 'NOT_AGREED', due: data.decideBy } },
  ];
};
