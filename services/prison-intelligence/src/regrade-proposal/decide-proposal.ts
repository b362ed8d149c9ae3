// Deciding about a proposed regrade: the manager may see the feedback it came with, looks at what it is about, and decides.
import { readStream } from '@gatehouse/event-store';
import { notIndependent, readerFacts } from '@gatehouse/personnel';
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
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type pg from 'pg';
import { AGENCY } from '../agency.ts';
import { loadBasis } from '../intelligence-alert/alert-basis.ts';
import { reportsBeneath } from '../intelligence-alert/beneath.ts';
import { ActOnReport, subjectIdsOf } from '../intelligence-report/act-on-report.ts';
import { loadReport } from '../intelligence-report/load-report.ts';
import type { Grade } from '../intelligence-report/grade.ts';
import type { ReportRefusal } from '../intelligence-report/intelligence-report.decider.ts';
import { feedbackIn } from '../item-feedback/item-feedback.events.ts';
import { loadFeedback } from '../item-feedback/item-feedback.ts';
import {
  proposalDecider,
  type Proposal,
  type ProposalCommand,
  type ProposalRefusal,
} from './regrade-proposal.decider.ts';
import {
  proposalStream,
  type ProposalEvent,
  type ProposedGrade,
  type RegradeAccepted,
} from './regrade-proposal.events.ts';

export interface DecidedProposal {
  /** null where this person is refused the feedback itself */
  proposal: Proposal | null;
  /** what was accepted, and of which report */
  accepted: RegradeAccepted['data'] | null;
  decision: Considered['decision'];
  refusal: ProposalRefusal | null;
  /** why the report itself refused the regrade; the proposal stays open then */
  reportRefusal: ReportRefusal | null;
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
  constructor(
    @Inject(AGENCY) private readonly agency: Agency,
    private readonly commands: CommandBus,
  ) {}

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
    return { decision, proposal: null, accepted: null, refusal: null, reportRefusal: null, promise };
  }

  async #decide(
    { asked, feedbackId, reason, verdict }: DecideProposal,
    { envelope }: HeldItem,
  ): Promise<Omit<DecidedProposal, 'decision'>> {
    const { pool, clock } = this.agency;
    const urns = await reportsBeneath(pool, feedbackIn(envelope).itemId);
    const data = { feedbackId, reason, by: asked.caller.person, at: clock.now().toISOString() };
    const beneath = await loadBasis(pool, urns);
    const reports = await Promise.all(urns.map((urn) => loadReport(pool, urn)));
    const independence = await notIndependent(this.agency, asked, {
      act: 'DecideRegradeProposal',
      makers: [],
      about: reports.flatMap((report) => (report.status === 'none' ? [] : subjectIdsOf(report))),
    });
    const said = { data, beneath, notIndependent: independence };
    const command: ProposalCommand = verdict.accept
      ? { ...said, type: 'AcceptRegrade', reportUrn: verdict.reportUrn }
      : { ...said, type: 'DeclineRegrade' };
    const refused = await this.#regradeFirst(asked, feedbackId, command);
    if (refused) return refused;
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
    if (outcome.outcome === 'refused')
      return { proposal, accepted: null, refusal: outcome.refusal, reportRefusal: null, promise };
    const [event] = outcome.events;
    const accepted = event?.type === 'RegradeAccepted' ? (event.data as RegradeAccepted['data']) : null;
    return { proposal, accepted, refusal: null, reportRefusal: null, promise };
  }

  /**
   * The report is regraded before the proposal is closed: a kill in between leaves it open, and accepting it again finds the
   * grade as it should be.
   */
  async #regradeFirst(
    asked: Asked,
    feedbackId: string,
    command: ProposalCommand,
  ): Promise<Omit<DecidedProposal, 'decision'> | null> {
    const proposal = await loadProposal(this.agency.pool, feedbackId);
    const decided = proposalDecider.decide(command, proposal);
    if (decided.outcome === 'refused') return null;
    for (const event of decided.events) {
      if (event.type !== 'RegradeAccepted') continue;
      for (const { n, grade } of event.data.regrades) {
        const said = { n, grade: asGrade(grade), otherScale: false, corroboratedBy: [], reason: command.data.reason };
        const act = { type: 'RegradeReport' as const, said: { ...said, feedback: feedbackId } };
        const acted = await this.commands.execute(new ActOnReport(asked, event.data.reportUrn, act));
        if (acted.refusal === null || acted.refusal === 'grade-unchanged') continue;
        return { proposal, accepted: null, refusal: null, reportRefusal: acted.refusal, promise: acted.promise };
      }
    }
    return null;
  }
}

/** The scale is checked by the report, as for a grade that was typed in. */
const asGrade = ({ scale, source, information }: ProposedGrade): Grade => ({
  scale: scale as Grade['scale'],
  source,
  information,
});

const loadProposal = async (pool: pg.Pool, feedbackId: string): Promise<Proposal> => {
  const events = await readStream(pool, proposalStream(feedbackId));
  return events.reduce(
    (state, { type, data }) => proposalDecider.evolve(state, { type, data } as ProposalEvent),
    proposalDecider.initial(),
  );
};
