// A named person of an agency reports how far an instrument is kept. The service counts; he answers for sending it.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, refusals, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { PerformanceRefusal } from './performance.decider.ts';
import { PerformanceBody, PerformanceReportAnswer } from './performance.dto.ts';
import { ReportPerformance } from './report-performance.ts';

const toProblem = refusals<PerformanceRefusal>({
  'instrument-unknown': 'not-found',
  'period-backwards': ['command-refused', 'Let the last day not be before the first.'],
  'period-too-long': ['command-refused', 'Report about a year at most.'],
  'period-not-over': ['command-refused', 'Report about days that are over.'],
});

@ApiTags('performance reports')
@Controller('performance-reports')
export class PerformanceController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Duty('ReportPerformance')
  @ApiOperation({
    summary: 'Report how far an instrument is kept (clause 21)',
    description: 'Counts alone, signed, to the working group. The same days again change nothing.',
  })
  @ApiCreatedResponse({ type: PerformanceReportAnswer })
  async report(
    @Ask() asked: RequestContext,
    @Body() { instrumentId, from, to }: PerformanceBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PerformanceReportAnswer> {
    const ran = await this.commands.execute(new ReportPerformance(asked, { instrumentId, from, to }));
    void reply.header(AUDIT_PROMISE_HEADER, ran.promise);
    if (ran.refusal) throw toProblem(ran.refusal);
    const report = ran.reports.find((one) => one.from === from && one.to === to);
    if (!report) throw new Problem('not-found');
    const { by: _by, at: _at, ...said } = report;
    return said;
  }
}
