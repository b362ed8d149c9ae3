// Who a source is, inside the registry: a recorded reason, a second controller, four hours, one reader.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, NeverKept, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus, type Command } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RegistryReasonBody } from '../register/register.dto.ts';
import { entryOf, type Ran } from '../source/run-on-source.ts';
import { SourceIdentityBody } from '../source/source.dto.ts';
import { PART } from '../source/source.events.ts';
import { toController } from '../source/source.refusals.ts';
import { Vault } from '../vault.ts';
import { ApproveSourceIdentity, OpenSourceIdentity, RequestSourceIdentity } from './identity-disclosure.commands.ts';

class IdentityRequestAnswer {
  @ApiProperty({ format: 'uuid' })
  requestId: string;

  @ApiProperty({ format: 'date-time', description: 'a second controller approves before then, or not at all' })
  approveBefore: string;

  @ApiProperty({ format: 'date-time', nullable: true, type: String, description: 'null until approved' })
  openUntil: string | null;
}

class IdentityAnswer {
  @ApiProperty({ type: SourceIdentityBody })
  identity: unknown;

  @ApiProperty({ format: 'date-time' })
  openUntil: string | null;
}

const uuid = () => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('identity of a source')
@Controller('register/:sourceId/identity-requests')
export class IdentityDisclosureController {
  constructor(
    private readonly vault: Vault,
    private readonly commands: CommandBus,
  ) {}

  @Post()
  @Duty('RequestSourceIdentity')
  @ApiOperation({ summary: 'Ask to see who a source is', description: 'With a reason that stays on record.' })
  @ApiCreatedResponse({ type: IdentityRequestAnswer })
  async request(
    @Ask() asked: RequestContext,
    @Param('sourceId', uuid()) sourceId: string,
    @Body() { reason }: RegistryReasonBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IdentityRequestAnswer> {
    const ran = await this.#ran(reply, new RequestSourceIdentity(asked, sourceId, reason));
    return requestAnswer(ran, ran.requestId);
  }

  @Post(':requestId/approval')
  @HttpCode(200)
  @Duty('ApproveSourceIdentity')
  @ApiOperation({
    summary: 'Approve it',
    description: 'By another controller (four eyes); open for four hours from then.',
  })
  @ApiOkResponse({ type: IdentityRequestAnswer })
  async approve(
    @Ask() asked: RequestContext,
    @Param('sourceId', uuid()) sourceId: string,
    @Param('requestId', uuid()) requestId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IdentityRequestAnswer> {
    return requestAnswer(await this.#ran(reply, new ApproveSourceIdentity(asked, sourceId, requestId)), requestId);
  }

  @Post(':requestId/opening')
  @HttpCode(200)
  @Duty('OpenSourceIdentity')
  @NeverKept()
  @ApiOperation({ summary: 'See who the source is', description: 'Only whoever asked, only while it is open.' })
  @ApiOkResponse({ type: IdentityAnswer })
  async open(
    @Ask() asked: RequestContext,
    @Param('sourceId', uuid()) sourceId: string,
    @Param('requestId', uuid()) requestId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IdentityAnswer> {
    const entry = entryOf(await this.#ran(reply, new OpenSourceIdentity(asked, sourceId, requestId)));
    const keys = this.vault.keysOf([sourceId]);
    const identity = keys.get(sourceId)!.open(PART.identity, entry.sealedIdentity);
    return { identity, openUntil: entry.requests[requestId]?.until ?? null };
  }

  async #ran<R extends Ran>(reply: FastifyReply, command: Command<R>): Promise<R> {
    const ran = await this.commands.execute(command);
    void reply.header(AUDIT_PROMISE_HEADER, ran.promise);
    if (ran.refusal) throw toController(ran.refusal);
    return ran;
  }
}

const requestAnswer = (ran: Ran, requestId: string): IdentityRequestAnswer => {
  const request = entryOf(ran).requests[requestId];
  return { requestId, approveBefore: request?.approveBefore ?? '', openUntil: request?.until ?? null };
};
