import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { narrowByPolicy, receivedItemStream } from '@gatehouse/inbox';
import { readerFacts } from '@gatehouse/personnel';
import type { Formula } from '@gatehouse/policy';
import { Ask, Disclosure, Duty, policyRefusal, Problem, refusals, type RequestContext } from '@gatehouse/service-kit';
import { cursorTo, listItems, placeOf, type Agency, type HeldItem, type Position } from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { Repository } from 'typeorm';
import { AGENCY, READ_MODEL } from '../agency.ts';
import { reportProblem } from '../intelligence-report/report-problems.ts';
import { FEEDBACK_PRODUCT } from '../item-feedback/item-feedback.events.ts';
import { DecideProposal } from './decide-proposal.ts';
import type { ProposalRefusal } from './regrade-proposal.decider.ts';
import {
  AcceptanceBody,
  DecidedProposalAnswer,
  DeclineBody,
  ProposalPage,
  ProposalQuery,
  type ProposalAnswer,
} from './regrade-proposal.dto.ts';
import { RegradeProposalRow } from './regrade-proposal.entity.ts';

const problem = refusals<ProposalRefusal>({
  'proposal-unknown': 'not-found',
  'proposal-decided': ['state-conflict', 'It has been decided; read who did and why.'],
  'report-not-named': ['command-refused', 'The item rests on several reports: name the one to regrade as reportUrn.'],
  'report-not-beneath': ['command-refused', 'The item does not rest on this report.'],
  'approver-made-it': ['command-refused', 'Ask another manager: nobody decides about what he did himself.'],
  'approver-concerned': [
    'command-refused',
    'Ask another manager: the report is about somebody you declared a conflict with, or who is above or below you.',
  ],
  'evaluator-decides': [
    'command-refused',
    'Ask another manager: whoever gave the grade does not decide about the doubt.',
  ],
});

interface Candidate {
  row: RegradeProposalRow;
  held: HeldItem;
}

const COLUMNS = {
  product: "(proposal.envelope ->> 'product')",
  originator: "(proposal.envelope ->> 'originator')",
  facts: 'proposal.facts',
};

const LIST_FIELDS = ['feedbackId', 'itemId', 'outcome', 'comment', 'regrades', 'givenBy', 'givenAt'];
const FEEDBACK_ID = new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('regrade proposals')
@Controller('regrade-proposals')
export class RegradeProposalController {
  constructor(
    @InjectRepository(RegradeProposalRow, READ_MODEL) private readonly proposals: Repository<RegradeProposalRow>,
    @Inject(AGENCY) private readonly agency: Agency,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @Disclosure('list')
  @ApiOperation({ summary: 'Grades that recipients doubt', description: 'Each with the feedback it came with.' })
  @ApiOkResponse({ type: ProposalPage })
  async list(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit = 20, ...filters }: ProposalQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProposalPage> {
    const listing = { list: 'regrade-proposals', filters };
    const from = await placeOf<Position>(this.agency, asked, listing, cursor);
    const facts = await readerFacts(this.agency.pool, asked.caller.person);
    const page = await listItems<Candidate>(this.agency, asked, facts, {
      products: [{ product: FEEDBACK_PRODUCT, fields: LIST_FIELDS }],
      limit,
      next: (after, narrowing) => this.#candidates(filters, after?.row.position ?? from?.position ?? '0', narrowing),
    });
    void reply.header(AUDIT_PROMISE_HEADER, page.promise);
    if (!page.content) throw policyRefusal(page);
    const { rows, last, more } = page.content;
    const place: Position | null = more && last ? { position: last.row.position } : null;
    const next = await cursorTo(this.agency, asked, listing, place);
    return { items: rows.map(({ row, content }) => answer(row.row, content)), next };
  }

  @Post(':feedbackId/acceptance')
  @HttpCode(200)
  @Duty('DecideRegradeProposal')
  @ApiOperation({
    summary: 'Accept a proposed regrade',
    description: 'By a manager who did not give the grade himself.',
  })
  @ApiOkResponse({ type: DecidedProposalAnswer })
  accept(
    @Ask() asked: RequestContext,
    @Param('feedbackId', FEEDBACK_ID) feedbackId: string,
    @Body() { reason, reportUrn }: AcceptanceBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DecidedProposalAnswer> {
    const verdict = { accept: true as const, reportUrn: reportUrn ?? null };
    return this.#decide(new DecideProposal(asked, feedbackId, reason, verdict), reply);
  }

  @Post(':feedbackId/decline')
  @HttpCode(200)
  @Duty('DecideRegradeProposal')
  @ApiOperation({ summary: 'Decline a proposed regrade', description: 'With a reason.' })
  @ApiOkResponse({ type: DecidedProposalAnswer })
  decline(
    @Ask() asked: RequestContext,
    @Param('feedbackId', FEEDBACK_ID) feedbackId: string,
    @Body() { reason }: DeclineBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DecidedProposalAnswer> {
    return this.#decide(new DecideProposal(asked, feedbackId, reason, { accept: false }), reply);
  }

  async #decide(command: DecideProposal, reply: FastifyReply): Promise<DecidedProposalAnswer> {
    const { proposal, accepted, decision, refusal, reportRefusal, promise } = await this.commands.execute(command);
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (!proposal) throw policyRefusal(decision);
    if (refusal) throw problem(refusal);
    if (reportRefusal) throw reportProblem(reportRefusal);
    const status = accepted ? 'accepted' : 'declined';
    return { feedbackId: command.feedbackId, status, reportUrn: accepted?.reportUrn ?? null };
  }

  async #candidates(
    { status }: Pick<ProposalQuery, 'status'>,
    after: string,
    narrowing: Formula,
  ): Promise<Candidate[]> {
    const query = this.proposals.createQueryBuilder('proposal').where('proposal.position > :after', { after });
    if (status) query.andWhere('proposal.status = :status', { status });
    narrowByPolicy(query, narrowing, COLUMNS);
    const rows = await query.orderBy('proposal.position', 'ASC').take(100).getMany();
    return rows.map((row) => {
      const { envelope, provenance } = row;
      const sealedUnder = receivedItemStream(envelope.itemId);
      return { row, held: { envelope, provenance, openedBefore: [], sealedUnder } };
    });
  }
}

const answer = (row: RegradeProposalRow, content: unknown): ProposalAnswer => ({
  feedbackId: row.feedbackId,
  from: row.envelope.originator,
  status: row.status,
  content,
  reportUrn: row.reportUrn,
  decidedBy: row.decidedBy,
  decidedAt: row.decidedAt?.toISOString() ?? null,
  reason: row.reason,
});
