import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PoliceIntelligenceStatus, RecordedPoliceIntelligence } from './police-intelligence.answers.ts';
import { RecordPoliceIntelligenceBody, SharePoliceIntelligenceBody } from './police-intelligence.dto.ts';
import { policeIntelligenceProblem } from './police-intelligence.problems.ts';
import { RecordPoliceIntelligence } from './record-police-intelligence.ts';
import { ApprovePoliceIntelligence, SharePoliceIntelligence } from './share-police-intelligence.ts';

export const itemId = (): ParseUUIDPipe => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('police intelligence')
@Controller('police-intelligence')
export class PoliceIntelligenceController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Duty('RecordPoliceIntelligence')
  @ApiOperation({
    summary: 'Record police intelligence for custody',
    description: 'A grade for each paragraph. A person the prison service disclosed is named by an item you may open.',
  })
  @ApiCreatedResponse({ type: RecordedPoliceIntelligence })
  async record(
    @Ask() asked: RequestContext,
    @Body() body: RecordPoliceIntelligenceBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedPoliceIntelligence> {
    const subjects = body.subjects.map(({ role, from, name, aliases, category, cases }) => ({
      role,
      aliases: aliases ?? [],
      from: from ?? null,
      name: name ?? null,
      category: category ?? null,
      cases: cases ?? null,
    }));
    const { sourceDetail = null, paragraphs, reasonableGrounds, priority, handling, reviewBy } = body;
    const report = { subjects, paragraphs, reasonableGrounds, sourceDetail, priority, handling, reviewBy };
    const outcome = await this.commands.execute(new RecordPoliceIntelligence(asked, report));
    void reply.header(AUDIT_PROMISE_HEADER, outcome.promise);
    if (outcome.refusal) throw policeIntelligenceProblem(outcome.refusal);
    return { itemId: outcome.itemId, reportUrn: outcome.reportUrn };
  }

  @Post(':itemId/approval')
  @HttpCode(200)
  @Duty('ApprovePoliceIntelligence')
  @ApiOperation({ summary: 'Approve it', description: 'By another person than the one who recorded it.' })
  @ApiOkResponse({ type: PoliceIntelligenceStatus })
  async approve(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PoliceIntelligenceStatus> {
    const { refusal, promise } = await this.commands.execute(new ApprovePoliceIntelligence(asked, id));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw policeIntelligenceProblem(refusal);
    return { itemId: id, status: 'approved', recipients: [] };
  }

  @Post(':itemId/dissemination')
  @HttpCode(200)
  @Duty('SharePoliceIntelligence')
  @ApiOperation({
    summary: 'Share it as the preview showed it',
    description: 'For the purpose and the case of the preview. Once.',
  })
  @ApiOkResponse({ type: PoliceIntelligenceStatus })
  async share(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Body() { preview }: SharePoliceIntelligenceBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PoliceIntelligenceStatus> {
    const { refusal, recipients, promise } = await this.commands.execute(
      new SharePoliceIntelligence(asked, id, preview),
    );
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw policeIntelligenceProblem(refusal);
    return { itemId: id, status: 'shared', recipients };
  }
}
