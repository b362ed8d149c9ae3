import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, refusals, type RequestContext } from '@gatehouse/service-kit';
import {
  listParked,
  recordOwnRead,
  type Agency,
  type ParkedMessageCommand,
  type ParkedMessageRefusal,
} from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DismissalBody, ParkedMessagesAnswer, ParkedMessageStatus } from './parking.dto.ts';
import { PARKING_AGENCY, SettleParkedMessage } from './settle-parked-message.ts';

const problem = refusals<ParkedMessageRefusal>({
  'parked-message-unknown': 'not-found',
  'parked-message-settled': ['state-conflict', 'It was accepted or dismissed already.'],
});

const parkedId = () => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });
const AT_MOST = 100;

/** Messages that reached this agency and could not be accepted. Nobody sees what is in one: it is sealed. */
@ApiTags('parked messages')
@Controller('parked-messages')
export class ParkingController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(PARKING_AGENCY) private readonly agency: Agency,
  ) {}

  @Get()
  @Duty('ReadParkedMessages')
  @ApiOperation({
    summary: 'Messages that were not accepted, with why and how much waits behind each',
    description: 'What is in one stays sealed.',
  })
  @ApiOkResponse({ type: ParkedMessagesAnswer })
  async list(
    @Ask() asked: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ParkedMessagesAnswer> {
    const rows = await listParked(this.agency.pool, AT_MOST + 1);
    const items = rows.slice(0, AT_MOST).map((row) => ({ ...row, parkedAt: row.parkedAt.toISOString() }));
    const read = { action: 'ReadParkedMessages', item: null, subjects: [], fields: Object.keys(items[0] ?? {}).sort() };
    void reply.header(AUDIT_PROMISE_HEADER, await recordOwnRead(this.agency, asked, read));
    return { items, more: rows.length > AT_MOST };
  }

  @Post(':parkedId/retry')
  @HttpCode(202)
  @Duty('SettleParkedMessage')
  @ApiOperation({
    summary: 'Have it tried again',
    description:
      'In a moment: when it is accepted it leaves the list, with what waited behind it; else it has its new reason.',
  })
  @ApiAcceptedResponse({ type: ParkedMessageStatus })
  async retry(
    @Ask() asked: RequestContext,
    @Param('parkedId', parkedId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ParkedMessageStatus> {
    await this.#settle(asked, reply, { type: 'RetryParkedMessage', data: { parkedId: id, ...this.#by(asked) } });
    return { parkedId: id, status: 'trying' };
  }

  @Post(':parkedId/dismissal')
  @HttpCode(200)
  @Duty('SettleParkedMessage')
  @ApiOperation({
    summary: 'Leave it aside for good, with a reason',
    description:
      'What waits behind it goes on. The sender gets no receipt and goes on sending it, which changes nothing here.',
  })
  @ApiOkResponse({ type: ParkedMessageStatus })
  async dismiss(
    @Ask() asked: RequestContext,
    @Param('parkedId', parkedId()) id: string,
    @Body() { reason }: DismissalBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ParkedMessageStatus> {
    const data = { parkedId: id, reason, ...this.#by(asked) };
    await this.#settle(asked, reply, { type: 'DismissParkedMessage', data });
    return { parkedId: id, status: 'dismissed' };
  }

  #by({ caller }: RequestContext) {
    return { by: caller.person, at: this.agency.clock.now().toISOString() };
  }

  async #settle(asked: RequestContext, reply: FastifyReply, command: ParkedMessageCommand): Promise<void> {
    const outcome = await this.commands.execute(new SettleParkedMessage(asked, command));
    void reply.header(AUDIT_PROMISE_HEADER, outcome.promise);
    if (outcome.outcome === 'refused') throw problem(outcome.refusal);
  }
}
