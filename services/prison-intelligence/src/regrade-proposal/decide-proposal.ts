// Deciding about a proposed regrade: the manager may see the feedback it came with, looks at what it is about, and decides.
import { readerFacts } from '@gatehouse/personnel';
import {
  considerOpening,
  evidence,
  permits,
  recordOpening,
  runAudited,
  type Agency,
  type Asked,
  type Considered,
  type HeldItem,
} from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { loadBasis } from '../intelligence-alert/alert-basis.ts';
import { reportsBeneath } from '../intelligence-alert/resting-on.ts';
import { feedbackIn } from '../item-feedback/item-feedback.events.ts';
import { loadFeedback } from '../item-feedback/item-feedback.ts';
import {
  proposalDecider,
  type Proposal,
  type ProposalCommand,
  type ProposalRefusal,
} from './regrade-proposal.decider.ts';
import { proposalStream, type RegradeAccepted } from './regrade-proposal.events.ts';

export interface DecidedProposal {
  /** null where this person is refused the feedback itself */
  proposal: Proposal | null;
  /** what was accepted, and of which report */
  accepted: RegradeAccepted['data'] | null;
  decision: Considered['decision'];
  refusal: ProposalRefusal | null;
  promise: string;
}

export class DecideProposal extends Command<DecidedProposal> {
  constructor(
    readonly asked: Asked,
    readonly feedbackId: string,
    readonly reason: string,
    readonly verdict: { accept: true; reportUrn: string | null } | { accept: false },
  ) {
    super();
  }
}

@CommandHandler(DecideProposal)
export class DecideProposalHandler implements ICommandHandler<DecideProposal> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute(command: DecideProposal): Promise<DecidedProposal> {
    const { asked, feedbackId } = command;
    const held = await loadFeedback(this.agency.pool, feedbackId);
    const facts = await readerFacts(this.agency.pool, asked.caller.person);
    const considered = considerOpening(this.agency, asked, facts, held);
    const { decision } = considered;
    if (held && permits(decision)) return { decision, ...(await this.#decide(command, held)) };
    const promise = await evidence(this.agency, (client) =>
      recordOpening(this.agency, client, asked, feedbackId, considered, 'DecideRegradeProposal'),
    );
    return { decision, proposal: null, accepted: null, refusal: null, promise };
  }

  async #decide(
    { asked, feedbackId, reason, verdict }: DecideProposal,
    { envelope }: HeldItem,
  ): Promise<Omit<DecidedProposal, 'decision'>> {
    const { pool, clock } = this.agency;
    const urns = await reportsBeneath(pool, feedbackIn(envelope).itemId);
    const data = { feedbackId, reason, by: asked.caller.person, at: clock.now().toISOString() };
    const said = { data, beneath: await loadBasis(pool, urns) };
    const command: ProposalCommand = verdict.accept
      ? { ...said, type: 'AcceptRegrade', reportUrn: verdict.reportUrn }
      : { ...said, type: 'DeclineRegrade' };
    const outcome = await runAudited(this.agency, proposalDecider, {
      command,
      streamId: proposalStream(feedbackId),
      asked,
      audit: () => ({
        operation: 'alteration',
        action: verdict.accept ? 'AcceptRegrade' : 'DeclineRegrade',
        subjects: envelope.subjects.map((subject) => subject.auditRef),
        item: { id: feedbackId, product: envelope.product },
        fields: ['reason'],
        agreements: envelope.basis.agreements,
      }),
    });
    const { state: proposal, promise } = outcome;
    if (outcome.outcome === 'refused') return { proposal, accepted: null, refusal: outcome.refusal, promise };
    const [event] = outcome.events;
    const accepted = event?.type === 'RegradeAccepted' ? (event.data as RegradeAccepted['data']) : null;
    return { proposal, accepted, refusal: null, promise };
  }
}
