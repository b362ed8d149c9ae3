import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isReference } from '../reference/reference.ts';
import { ActOnReport } from './act-on-report.ts';
import { EvaluateReport } from './evaluate-report.ts';
import { EvaluateReportBody } from './evaluation.dto.ts';
import type { ReportAct } from './prepare-command.ts';
import { EvaluatedAnswer, ReportAnswer } from './report-answers.dto.ts';
import { ApproveReportBody, MarkReportBody, SanitiseReportBody } from './report-life.dto.ts';
import { reportProblem } from './report-problems.ts';
import { reportToEvaluate } from './report-to-evaluate.ts';

@ApiTags('intelligence reports')
@Controller('intelligence-reports')
export class IntelligenceReportController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Duty('EvaluateIntelligenceReport')
  @ApiOperation({
    summary: 'Evaluate a report',
    description:
      'A grade for each paragraph, on the scale it was given on. The security information reports it names are closed with it. It stays in the service until it is sanitised, approved and disseminated.',
  })
  @ApiCreatedResponse({ type: EvaluatedAnswer })
  async evaluate(
    @Ask() asked: RequestContext,
    @Body() body: EvaluateReportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EvaluatedAnswer> {
    const outcome = await this.commands.execute(new EvaluateReport(asked, reportToEvaluate(body)));
    void reply.header(AUDIT_PROMISE_HEADER, outcome.promise);
    if (outcome.refusal) throw reportProblem(outcome.refusal);
    return { reportUrn: outcome.reportUrn, itemId: outcome.itemId, status: 'evaluated' };
  }

  @Post(':reportUrn/sanitisation')
  @HttpCode(200)
  @Duty('SanitiseIntelligenceReport')
  @ApiOperation({
    summary: 'Sanitise a report',
    description:
      'Replaces each text by one that does not reveal its source. A failed small-circle test leaves it to do.',
  })
  @ApiOkResponse({ type: ReportAnswer })
  sanitise(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Body() said: SanitiseReportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportAnswer> {
    return this.#act(asked, reportUrn, { type: 'SanitiseReport', said: structuredClone(said) }, reply);
  }

  @Post(':reportUrn/approval')
  @HttpCode(200)
  @Duty('ApproveIntelligenceReport')
  @ApiOperation({
    summary: 'Approve a report',
    description: 'By somebody who neither evaluated nor sanitised it; sets its handling and its review.',
  })
  @ApiOkResponse({ type: ReportAnswer })
  approve(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Body() said: ApproveReportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportAnswer> {
    return this.#act(asked, reportUrn, { type: 'ApproveReport', said: structuredClone(said) }, reply);
  }

  @Post(':reportUrn/markers')
  @HttpCode(200)
  @Duty('MarkIntelligenceReport')
  @ApiOperation({
    summary: 'Set a marker, or take one off',
    description:
      'A finding about the report, before or after it left. One that bars it takes it back from all who were sent it.',
  })
  @ApiOkResponse({ type: ReportAnswer })
  mark(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Body() { lift, ...said }: MarkReportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportAnswer> {
    return this.#act(asked, reportUrn, { type: lift ? 'LiftMarker' : 'MarkReport', said }, reply);
  }

  async #act(asked: RequestContext, reportUrn: string, act: ReportAct, reply: FastifyReply): Promise<ReportAnswer> {
    if (!isReference('IR', reportUrn)) throw new Problem('not-found');
    const { report, refusal, promise } = await this.commands.execute(new ActOnReport(asked, reportUrn, act));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw reportProblem(refusal);
    return { reportUrn, status: report.status };
  }
}
