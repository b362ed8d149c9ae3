import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { readerFacts } from '@gatehouse/personnel';
import {
  Ask,
  Disclosure,
  Duty,
  inUtc,
  policyRefusal,
  Problem,
  refusals,
  type RequestContext,
} from '@gatehouse/service-kit';
import { cursorTo, listItems, placeOf, type HeldItem, type Position } from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CONSENTS, type Consents } from '../consents.ts';
import { AnswerRequest, type Word } from './answer-request.ts';
import type { ConsentRequestRefusal } from './consent-request.decider.ts';
import {
  AnsweredRequestAnswer,
  ConsentRequestPage,
  ConsentRequestQuery,
  GrantConsentBody,
  ConsentReasonBody,
  type ConsentRequestRowAnswer,
  type RequestState,
} from './consent-request.dto.ts';
import type { ConsentRequestRow } from './consent-request.entity.ts';
import { aboutOurs, itemHeldBy } from './load-request.ts';
import { ConsentRequestRows } from './consent-request.rows.ts';

const problem = refusals<ConsentRequestRefusal>({
  'request-unknown': 'not-found',
  'approver-concerned': 'not-found',
  'approver-made-it': ['command-refused', 'Ask another manager: nobody answers what he asked for himself.'],
  'request-answered': ['state-conflict', 'It has been answered; read who did and why.'],
  'request-lapsed': ['state-conflict', 'Its time is over, which refused it; whoever asked may ask again.'],
  'consent-not-granted': ['state-conflict', 'Only a consent that was given can be taken back.'],
  'consent-ends-before-it-begins': ['command-refused', 'Give an end that is still to come as validUntil.'],
  'consent-runs-too-long': ['command-refused', 'Consent for twelve months at most; it can be asked for again.'],
  'handling-condition-unknown': ['command-refused', 'Name conditions of the closed list.'],
  'handling-condition-incomplete': ['command-refused', 'DESTROY_BY needs its date; recipients stand in the request.'],
});

interface Candidate {
  row: ConsentRequestRow;
  held: HeldItem;
}

const LIST_FIELDS = ['requestId', 'itemId', 'use', 'recipient', 'justification', 'askedBy', 'askedAt', 'answerBy'];
const REQUEST_ID = new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('consent requests')
@Controller('consent-requests')
export class ConsentRequestController {
  constructor(
    private readonly rows: ConsentRequestRows,
    @Inject(CONSENTS) private readonly consents: Consents,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @Disclosure('list')
  @ApiOperation({ summary: 'Who asks for our consent', description: 'By arrival, each with its last instant.' })
  @ApiOkResponse({ type: ConsentRequestPage })
  async list(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit = 20, ...filters }: ConsentRequestQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConsentRequestPage> {
    const { agency, requests } = this.consents;
    const listing = { list: 'consent-requests', filters };
    const from = await placeOf<Position>(agency, asked, listing, cursor);
    const facts = await readerFacts(agency.pool, asked.caller.person);
    const page = await listItems<Candidate>(agency, asked, facts, {
      products: [{ product: requests, fields: LIST_FIELDS }],
      limit,
      next: (after) => this.#candidates(after?.row.position ?? from?.position ?? '0', filters.status),
    });
    void reply.header(AUDIT_PROMISE_HEADER, page.promise);
    if (!page.content) throw policyRefusal(page);
    const { rows, last, more } = page.content;
    const place: Position | null = more && last ? { position: last.row.position } : null;
    const next = await cursorTo(agency, asked, listing, place);
    return { items: rows.map(({ row, content }) => rowAnswer(row.row, content, agency.clock.now())), next };
  }

  @Post(':requestId/consent')
  @HttpCode(200)
  @Duty('DecideConsentRequest')
  @ApiOperation({ summary: 'Consent', description: 'Until an instant, for what was asked and nothing else.' })
  @ApiOkResponse({ type: AnsweredRequestAnswer })
  grant(
    @Ask() asked: RequestContext,
    @Param('requestId', REQUEST_ID) requestId: string,
    @Body() { reason, validUntil, conditions = [] }: GrantConsentBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnsweredRequestAnswer> {
    const word: Word = { kind: 'grant', reason, conditions, validUntil: inUtc(validUntil) ?? '' };
    return this.#answer(new AnswerRequest(asked, requestId, word), reply);
  }

  @Post(':requestId/refusal')
  @HttpCode(200)
  @Duty('DecideConsentRequest')
  @ApiOperation({ summary: 'Refuse', description: 'With a reason, which whoever asked reads.' })
  @ApiOkResponse({ type: AnsweredRequestAnswer })
  refuse(
    @Ask() asked: RequestContext,
    @Param('requestId', REQUEST_ID) requestId: string,
    @Body() { reason }: ConsentReasonBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnsweredRequestAnswer> {
    return this.#answer(new AnswerRequest(asked, requestId, { kind: 'refuse', reason }), reply);
  }

  @Post(':requestId/withdrawal')
  @HttpCode(200)
  @Duty('DecideConsentRequest')
  @ApiOperation({ summary: 'Take a consent back', description: 'From its arrival on the item is not used under it.' })
  @ApiOkResponse({ type: AnsweredRequestAnswer })
  withdraw(
    @Ask() asked: RequestContext,
    @Param('requestId', REQUEST_ID) requestId: string,
    @Body() { reason }: ConsentReasonBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnsweredRequestAnswer> {
    return this.#answer(new AnswerRequest(asked, requestId, { kind: 'withdraw', reason }), reply);
  }

  async #candidates(after: string, status?: RequestState): Promise<Candidate[]> {
    const rows = await this.rows.behind(after, status);
    const last = rows.at(-1);
    const found: Candidate[] = [];
    for (const row of rows) {
      const item = await itemHeldBy(this.consents, row.itemId, row.envelope.originator);
      // Erased since: nobody is asked about what is not there.
      if (item === null) continue;
      const { envelope, provenance } = row;
      found.push({ row, held: aboutOurs(this.consents, { envelope, provenance, openedBefore: [] }, item) });
    }
    return last && found.length === 0 ? this.#candidates(last.position, status) : found;
  }

  async #answer(command: AnswerRequest, reply: FastifyReply): Promise<AnsweredRequestAnswer> {
    const { state, refusal, decision, promise } = await this.commands.execute(command);
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (state === null) throw policyRefusal(decision);
    if (refusal) throw problem(refusal);
    if (state.status === 'none') throw problem('request-unknown');
    return { requestId: command.requestId, status: state.status };
  }
}

const rowAnswer = (row: ConsentRequestRow, content: unknown, now: Date): ConsentRequestRowAnswer => ({
  requestId: row.requestId,
  from: row.envelope.originator,
  status: row.status === 'waiting' && row.answerBy <= now ? 'lapsed' : row.status,
  answerBy: row.answerBy.toISOString(),
  content,
  answeredBy: row.answeredBy,
  answeredAt: row.answeredAt?.toISOString() ?? null,
  reason: row.reason,
  validUntil: row.validUntil?.toISOString() ?? null,
});
