import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { holdersOf, type Agency } from '@gatehouse/sharing';
import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AGENCY } from '../agency.ts';
import { isReference } from '../reference/reference.ts';
import { ActOnReport, type ReportOutcome } from './act-on-report.ts';
import type { ReportAct } from './prepare-command.ts';
import { NoticeAnswer, ReportAnswer } from './report-answers.dto.ts';
import { RegradeReportBody, RevalidateReportBody, WithdrawReportBody } from './report-life.dto.ts';
import { reportProblem } from './report-problems.ts';

@ApiTags('intelligence reports')
@Controller('intelligence-reports/:reportUrn')
export class ReportRetentionController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  @Post('regrade')
  @HttpCode(200)
  @Duty('RegradeIntelligenceReport')
  @ApiOperation({
    summary: 'Regrade one paragraph',
    description: 'Whoever was sent the report is sent a correction. The answer lists what rests on it.',
  })
  @ApiOkResponse({ type: NoticeAnswer })
  async regrade(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Body() body: RegradeReportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NoticeAnswer> {
    const said = {
      n: body.n,
      grade: structuredClone(body.grade),
      otherScale: body.otherScale ?? false,
      corroboratedBy: (body.corroboratedBy ?? []).map((one) => ({ n: one.n, reportUrn: one.reportUrn ?? null })),
      reason: body.reason,
      feedback: body.feedback ?? null,
    };
    return this.#noticed(reportUrn, await this.#act(asked, reportUrn, { type: 'RegradeReport', said }, reply));
  }

  @Post('revalidation')
  @HttpCode(200)
  @Duty('RevalidateIntelligenceReport')
  @ApiOperation({ summary: 'Revalidate a report', description: 'Sets its next review, after looking at it again.' })
  @ApiOkResponse({ type: ReportAnswer })
  async revalidate(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Body() said: RevalidateReportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportAnswer> {
    const { report } = await this.#act(
      asked,
      reportUrn,
      { type: 'RevalidateReport', said: structuredClone(said) },
      reply,
    );
    return { reportUrn, status: report.status };
  }

  @Post('withdrawal')
  @HttpCode(200)
  @Duty('WithdrawIntelligenceReport')
  @ApiOperation({
    summary: 'Withdraw a report',
    description: 'From everybody who was sent it. The answer lists what rests on it.',
  })
  @ApiOkResponse({ type: NoticeAnswer })
  async withdraw(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Body() said: WithdrawReportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NoticeAnswer> {
    return this.#noticed(
      reportUrn,
      await this.#act(asked, reportUrn, { type: 'WithdrawReport', said: structuredClone(said) }, reply),
    );
  }

  async #act(asked: RequestContext, reportUrn: string, act: ReportAct, reply: FastifyReply): Promise<ReportOutcome> {
    if (!isReference('IR', reportUrn)) throw new Problem('not-found');
    const outcome = await this.commands.execute(new ActOnReport(asked, reportUrn, act));
    void reply.header(AUDIT_PROMISE_HEADER, outcome.promise);
    if (outcome.refusal) throw reportProblem(outcome.refusal);
    return outcome;
  }

  async #noticed(reportUrn: string, { report, events }: ReportOutcome): Promise<NoticeAnswer> {
    const derivedItems = events.flatMap((event) => ('derivedItems' in event.data ? event.data.derivedItems : []));
    const holders = report.status === 'none' ? [] : await holdersOf(this.agency.pool, report.itemId);
    return { reportUrn, status: report.status, derivedItems, holders };
  }
}
