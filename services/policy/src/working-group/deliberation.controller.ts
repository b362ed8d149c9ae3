// What the members of a working group do: propose and vote, open disputes, escalate and answer.
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, HttpCode, Inject, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { REGISTRY, type Registry } from '../registry.ts';
import { moved } from './moved.ts';
import type { Motion } from './run-on-working-group.ts';
import { WorkingGroupAnswer } from './working-group.answer.ts';
import { MoveInWorkingGroup } from './working-group.commands.ts';
import { DisputeBody, EscalationBody, EscalationReplyBody, QuestionBody, VoteBody } from './working-group.dto.ts';

const uuid = () => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('working group')
@Controller('instruments/:instrumentId/working-group')
export class DeliberationController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(REGISTRY) private readonly registry: Registry,
  ) {}

  @Post('decisions')
  @Duty('DeliberateInWorkingGroup')
  @ApiOperation({ summary: 'Propose a decision', description: 'By itself, or on a dispute that is open.' })
  @ApiCreatedResponse({ type: WorkingGroupAnswer })
  propose(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { question, disputeId, about }: QuestionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingGroupAnswer> {
    const data = { decisionId: this.#newId(), question, disputeId: disputeId ?? null, about: about ?? null };
    return this.#moved(reply, asked, id, { type: 'ProposeDecision', data });
  }

  @Post('decisions/:decisionId/votes')
  @HttpCode(200)
  @Duty('DeliberateInWorkingGroup')
  @ApiOperation({
    summary: 'Vote for your party',
    description: 'Once. The last vote decides: one against rejects, and sends a dispute to the secretary.',
  })
  @ApiOkResponse({ type: WorkingGroupAnswer })
  vote(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Param('decisionId', uuid()) decisionId: string,
    @Body() { vote }: VoteBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingGroupAnswer> {
    return this.#moved(reply, asked, id, { type: 'CastVote', data: { decisionId, vote } });
  }

  @Post('disputes')
  @Duty('DeliberateInWorkingGroup')
  @ApiOperation({
    summary: 'Open a dispute',
    description: 'Until it is settled the strictest reading holds (clause 23).',
  })
  @ApiCreatedResponse({ type: WorkingGroupAnswer })
  dispute(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { clause, question }: DisputeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingGroupAnswer> {
    const data = { disputeId: this.#newId(), clause, question };
    return this.#moved(reply, asked, id, { type: 'OpenDispute', data });
  }

  @Post('escalations')
  @Duty('DeliberateInWorkingGroup')
  @ApiOperation({ summary: 'Escalate', description: 'To a level, with a day by which an answer is owed.' })
  @ApiCreatedResponse({ type: WorkingGroupAnswer })
  escalate(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { level, reason, due }: EscalationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingGroupAnswer> {
    const data = { escalationId: this.#newId(), level, reason, due };
    return this.#moved(reply, asked, id, { type: 'RaiseEscalation', data });
  }

  @Post('escalations/:escalationId/answer')
  @HttpCode(200)
  @Duty('DeliberateInWorkingGroup')
  @ApiOperation({ summary: 'Answer an escalation', description: 'After its day the answer is late.' })
  @ApiOkResponse({ type: WorkingGroupAnswer })
  answer(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Param('escalationId', uuid()) escalationId: string,
    @Body() { reason }: EscalationReplyBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingGroupAnswer> {
    return this.#moved(reply, asked, id, { type: 'AnswerEscalation', data: { escalationId, reason } });
  }

  #newId(): string {
    return this.registry.agency.newId();
  }

  #moved(reply: FastifyReply, asked: RequestContext, id: string, motion: Motion): Promise<WorkingGroupAnswer> {
    return moved(this.commands, reply, new MoveInWorkingGroup(asked, id, motion));
  }
}
