// What the secretary does for the working group of an instrument, whom each party names, and what they and oversight read.
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { REGISTRY, type Registry } from '../registry.ts';
import { moved } from './moved.ts';
import { WorkingGroupAnswer } from './working-group.answer.ts';
import { MoveInWorkingGroup } from './working-group.commands.ts';
import { DisputeDecisionBody, MeetingBody, MemberBody, MinutesBody } from './working-group.dto.ts';
import type { Motion } from './run-on-working-group.ts';

const uuid = () => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('working group')
@Controller('instruments/:instrumentId/working-group')
export class WorkingGroupController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(REGISTRY) private readonly registry: Registry,
  ) {}

  @Get()
  @Duty('ReadWorkingGroup')
  @ApiOperation({ summary: 'The liaison working group of an instrument', description: "Another's answers as none." })
  @ApiOkResponse({ type: WorkingGroupAnswer })
  read(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingGroupAnswer> {
    return this.#moved(reply, asked, id, { type: 'ReadWorkingGroup', data: {} });
  }

  @Post()
  @HttpCode(200)
  @Duty('ServeWorkingGroup')
  @ApiOperation({ summary: 'Constitute it', description: 'Also for an instrument that is being drafted. Once.' })
  @ApiOkResponse({ type: WorkingGroupAnswer })
  constitute(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingGroupAnswer> {
    return this.#moved(reply, asked, id, { type: 'ConstituteWorkingGroup', data: {} });
  }

  @Post('members')
  @Duty('NameWorkingGroupMember')
  @ApiOperation({ summary: 'Name a member for your party' })
  @ApiCreatedResponse({ type: WorkingGroupAnswer })
  name(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { person, post }: MemberBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingGroupAnswer> {
    return this.#moved(reply, asked, id, { type: 'NameMember', data: { person, post } });
  }

  @Post('members/:person/end')
  @HttpCode(200)
  @Duty('NameWorkingGroupMember')
  @ApiOperation({ summary: 'End the membership of one of your party', description: 'What he voted stands.' })
  @ApiOkResponse({ type: WorkingGroupAnswer })
  end(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Param('person') person: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingGroupAnswer> {
    return this.#moved(reply, asked, id, { type: 'EndMember', data: { person } });
  }

  @Post('meetings')
  @Duty('ServeWorkingGroup')
  @ApiOperation({ summary: 'Convene a meeting' })
  @ApiCreatedResponse({ type: WorkingGroupAnswer })
  convene(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { begins, agenda }: MeetingBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingGroupAnswer> {
    const data = { meetingId: this.registry.agency.newId(), begins: new Date(begins).toISOString(), agenda };
    return this.#moved(reply, asked, id, { type: 'ConveneMeeting', data });
  }

  @Post('meetings/:meetingId/minutes')
  @HttpCode(200)
  @Duty('ServeWorkingGroup')
  @ApiOperation({
    summary: 'Record that a meeting was held',
    description: 'Who was there, and the digest of its minutes.',
  })
  @ApiOkResponse({ type: WorkingGroupAnswer })
  minutes(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Param('meetingId', uuid()) meetingId: string,
    @Body() { present, minutes }: MinutesBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingGroupAnswer> {
    return this.#moved(reply, asked, id, { type: 'RecordMeeting', data: { meetingId, present, minutes } });
  }

  @Post('disputes/:disputeId/decision')
  @HttpCode(200)
  @Duty('ServeWorkingGroup')
  @ApiOperation({ summary: 'Decide a dispute the group could not settle', description: 'Clause 23, with reasons.' })
  @ApiOkResponse({ type: WorkingGroupAnswer })
  decide(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Param('disputeId', uuid()) disputeId: string,
    @Body() { holds, reason }: DisputeDecisionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingGroupAnswer> {
    return this.#moved(reply, asked, id, { type: 'DecideDispute', data: { disputeId, holds, reason } });
  }

  #moved(reply: FastifyReply, asked: RequestContext, id: string, motion: Motion): Promise<WorkingGroupAnswer> {
    return moved(this.commands, reply, new MoveInWorkingGroup(asked, id, motion));
  }
}
