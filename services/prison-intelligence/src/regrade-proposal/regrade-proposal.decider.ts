// Who decides about a proposed regrade, and once: a manager who did not make the judgement that is doubted. No I/O, no clock.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type { NotIndependent } from '@gatehouse/personnel';
import type { ProposalEvent, RegradeDeclined, RegradeProposed } from './regrade-proposal.events.ts';

type Act = RegradeDeclined['data'];

interface Beneath {
  reportUrn: string;
  /** whose judgement it is */
  evaluatedBy: string | null;
}

export type ProposalCommand = {
  data: Act;
  /** the reports the item rests on */
  beneath: Beneath[];
  /** what the rules of independence say of whoever decides */
  notIndependent: NotIndependent | null;
} & (
  | { type: 'AcceptRegrade'; /** which of them is regraded; null where there is only one */ reportUrn: string | null }
  | { type: 'DeclineRegrade' }
);

export type ProposalRefusal =
  | 'proposal-unknown'
  | 'proposal-decided'
  | 'report-not-named'
  | 'report-not-beneath'
  | 'evaluator-decides'
  | NotIndependent;

export type Proposal =
  | { status: 'none' }
  | { status: 'proposed'; proposed: RegradeProposed['data'] }
  | { status: 'accepted' | 'declined'; proposed: RegradeProposed['data'] };

const decide = (command: ProposalCommand, proposal: Proposal): Decision<ProposalEvent, ProposalRefusal> => {
  if (proposal.status === 'none') return refuse('proposal-unknown');
  if (proposal.status !== 'proposed') return refuse('proposal-decided');
  if (command.notIndependent) return refuse(command.notIndependent);
  switch (command.type) {
    case 'AcceptRegrade':
      return acceptRegrade(command, proposal.proposed);
    case 'DeclineRegrade':
      // Four eyes: nobody declines a doubt about what he wrote himself.
      if (command.beneath.some(({ evaluatedBy }) => evaluatedBy === command.data.by))
        return refuse('evaluator-decides');
      return accept<ProposalEvent>({ type: 'RegradeDeclined', data: command.data });
    default:
      return unreachable(command);
  }
};

const acceptRegrade = (
  { data, beneath, reportUrn }: Extract<ProposalCommand, { type: 'AcceptRegrade' }>,
  { regrades }: RegradeProposed['data'],
): Decision<ProposalEvent, ProposalRefusal> => {
  if (reportUrn === null && beneath.length > 1) return refuse('report-not-named');
  const report = reportUrn === null ? beneath[0] : beneath.find((known) => known.reportUrn === reportUrn);
  if (!report) return refuse('report-not-beneath');
  if (report.evaluatedBy === data.by) return refuse('evaluator-decides');
  return accept<ProposalEvent>({ type: 'RegradeAccepted', data: { ...data, reportUrn: report.reportUrn, regrades } });
};

const evolve = (proposal: Proposal, event: ProposalEvent): Proposal => {
  switch (event.type) {
    case 'RegradeProposed':
      return { status: 'proposed', proposed: event.data };
    case 'RegradeAccepted':
      return proposal.status === 'none' ? proposal : { ...proposal, status: 'accepted' };
    case 'RegradeDeclined':
      return proposal.status === 'none' ? proposal : { ...proposal, status: 'declined' };
    default:
      return unreachable(event);
  }
};

export const proposalDecider: Decider<ProposalCommand, Proposal, ProposalEvent, ProposalRefusal> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
