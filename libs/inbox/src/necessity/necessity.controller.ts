import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { readerFacts } from '@gatehouse/personnel';
import { Ask, Disclosure, policyRefusal, refusals, type RequestContext } from '@gatehouse/service-kit';
import { considerOpening, evidence, permits, recordOpening } from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { INBOX, type Inbox } from '../inbox.ts';
import { itemId } from '../item-id.ts';
import { loadReceivedItem } from '../received-item/load-received-item.ts';
import { statementsOf } from './necessities.ts';
import type { NecessityRefusal } from './decide-necessity.ts';
import { SayNecessity, type Said } from './necessity-commands.ts';
import {
  necessityAnswer,
  NecessityBody,
  NecessityReasonBody,
  NecessityStatementAnswer,
  NecessityStatementList,
} from './necessity.dto.ts';

const problem = refusals<NecessityRefusal>({
  'item-not-received': 'not-found',
  'statement-unknown': 'not-found',
  'statement-answered': ['state-conflict', 'The statement has been answered already.'],
  'statement-lapsed': ['state-conflict', 'Nobody answered the statement within a day; state the necessity anew.'],
  'not-a-special-field': ['command-refused', 'Name fields of a special category of this product, by their paths.'],
  'special-field-named-twice': ['command-refused', 'Name each field once.'],
  'approver-made-it': ['command-refused', 'Ask a colleague: nobody approves what he stated himself.'],
  'approver-concerned': [
    'command-refused',
    'Ask another colleague: the item is about somebody you declared a conflict with, or who is above or below you.',
  ],
});

@ApiTags('inbox')
@Controller('inbox/:itemId/necessity-statements')
export class NecessityController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(INBOX) private readonly inbox: Inbox,
  ) {}

  @Post()
  @Disclosure('necessity')
  @ApiOperation({
    summary: 'State that special fields are strictly necessary',
    description:
      'For the purpose and the case of this request. Another person who may open the item approves it within a day; then it is opened with those fields.',
  })
  @ApiCreatedResponse({ type: NecessityStatementAnswer })
  state(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Body() { fields }: NecessityBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NecessityStatementAnswer> {
    return this.#say(asked, id, { type: 'StateNecessity', fields: structuredClone(fields) }, reply);
  }

  @Get()
  @Disclosure('necessity')
  @ApiOperation({ summary: 'What was stated about an item', description: 'For whoever may open it: he may answer.' })
  @ApiOkResponse({ type: NecessityStatementList })
  async list(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NecessityStatementList> {
    const { agency } = this.inbox;
    const { item, held } = await loadReceivedItem(agency.pool, id, asked.caller.person);
    const facts = await readerFacts(agency.pool, asked.caller.person);
    const considered = considerOpening(agency, asked, facts, held);
    const promise = await evidence(agency, (client) =>
      recordOpening(agency, client, asked, id, considered, 'ReadNecessity'),
    );
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (!held || !permits(considered.decision)) throw policyRefusal(considered.decision);
    return { items: statementsOf(item.necessities).map((one) => necessityAnswer(one, agency.clock.now())) };
  }

  @Post(':statementId/approval')
  @HttpCode(200)
  @Disclosure('necessity')
  @ApiOperation({ summary: 'Approve a statement', description: 'By another person than whoever made it.' })
  @ApiOkResponse({ type: NecessityStatementAnswer })
  approve(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Param('statementId', itemId()) statementId: string,
    @Body() { reason }: NecessityReasonBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NecessityStatementAnswer> {
    return this.#say(asked, id, { type: 'ApproveNecessity', statementId, reason }, reply);
  }

  @Post(':statementId/refusal')
  @HttpCode(200)
  @Disclosure('necessity')
  @ApiOperation({ summary: 'Refuse a statement', description: 'The fields stay closed to whoever made it.' })
  @ApiOkResponse({ type: NecessityStatementAnswer })
  refuse(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Param('statementId', itemId()) statementId: string,
    @Body() { reason }: NecessityReasonBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NecessityStatementAnswer> {
    return this.#say(asked, id, { type: 'RefuseNecessity', statementId, reason }, reply);
  }

  async #say(asked: RequestContext, id: string, said: Said, reply: FastifyReply): Promise<NecessityStatementAnswer> {
    const { statement, refusal, refused, promise } = await this.commands.execute(new SayNecessity(asked, id, said));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refused) throw policyRefusal(refused);
    if (refusal || !statement) throw problem(refusal ?? 'statement-unknown');
    return necessityAnswer(statement, this.inbox.agency.clock.now());
  }
}
