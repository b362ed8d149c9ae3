import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, refusals, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApproveReport, RecordReport } from './intelligence-report.commands.ts';
import type { ReportRefusal } from './intelligence-report.decider.ts';
import { RecordReportBody, ReportAnswer } from './intelligence-report.dto.ts';

/** As this service gives them out: nothing else is taken into an audit record. */
const URN = /^IR-\d{4}-[0-9A-F]{12}$/;

const problem = refusals<ReportRefusal>({
  'report-exists': ['already-exists', 'A report with this URN exists already.'],
  'report-unknown': 'not-found',
  'report-without-subject': ['command-refused', 'Name at least one person the report is about.'],
  'report-not-graded': ['command-refused', 'Give at least one paragraph, each with its grade.'],
  'grade-not-on-scale': [
    'command-refused',
    'Use the values of the scale: 3x5x2 has sources 1-3 and information A-E, EUP has A, B, C, X and 1-4.',
  ],
  'report-already-approved': ['state-conflict', 'The report has been approved; there is nothing left to approve.'],
  'approver-recorded-it': ['command-refused', 'Ask another manager: whoever recorded a report cannot approve it.'],
});

@ApiTags('intelligence reports')
@Controller('intelligence-reports')
export class IntelligenceReportController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Duty('RecordIntelligenceReport')
  @ApiOperation({
    summary: 'Record a graded intelligence report',
    description: 'The basis an alert stands on. It stays in the prison service.',
  })
  @ApiCreatedResponse({ type: ReportAnswer })
  async record(
    @Ask() asked: RequestContext,
    @Body() body: RecordReportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportAnswer> {
    const { prison, subjects, paragraphs, reasonableGrounds, sourceNote } = body;
    const { reportUrn, refusal, promise } = await this.commands.execute(
      new RecordReport(asked, { prison, subjects, paragraphs, reasonableGrounds, sourceNote: sourceNote ?? null }),
    );
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw problem(refusal);
    return { reportUrn, status: 'recorded' };
  }

  @Post(':reportUrn/approval')
  @HttpCode(200)
  @Duty('ApproveIntelligenceReport')
  @ApiOperation({ summary: 'Approve a report', description: 'By somebody other than its author (four eyes).' })
  @ApiOkResponse({ type: ReportAnswer })
  async approve(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportAnswer> {
    if (!URN.test(reportUrn)) throw new Problem('not-found');
    const { refusal, promise } = await this.commands.execute(new ApproveReport(asked, reportUrn));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw problem(refusal);
    return { reportUrn, status: 'approved' };
  }
}
