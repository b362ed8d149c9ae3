import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isReference } from '../reference/reference.ts';
import { isHeld, isPending, isSent, type PreviewedOutcome } from './decide-dissemination.ts';
import { DisseminateReport, PreviewReport, type DisseminationOutcome } from './disseminate-report.ts';
import { DisseminationAnswer, ReportPreviewAnswer, type ReportRecipient } from './report-answers.dto.ts';
import { DisseminateReportBody } from './report-life.dto.ts';
import { reportProblem } from './report-problems.ts';

@ApiTags('intelligence reports')
@Controller('intelligence-reports/:reportUrn')
export class DisseminationController {
  constructor(private readonly commands: CommandBus) {}

  @Post('preview')
  @HttpCode(200)
  @Duty('PreviewIntelligenceReport')
  @ApiOperation({
    summary: 'What would leave, before anything does',
    description:
      'Each recipient field by field, who gets nothing and why. It changes nothing and is recorded as a reading.',
  })
  @ApiOkResponse({ type: ReportPreviewAnswer })
  async preview(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportPreviewAnswer> {
    if (!isReference('IR', reportUrn)) throw new Problem('not-found');
    const { preview, refusal, promise } = await this.commands.execute(new PreviewReport(asked, reportUrn));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw reportProblem(refusal);
    return { preview: preview?.token ?? '', recipients: preview?.recipients ?? [] };
  }

  @Post('dissemination')
  @HttpCode(200)
  @Duty('DisseminateIntelligenceReport')
  @ApiOperation({
    summary: 'Disseminate an approved report',
    description:
      'Names the preview it confirms. 202 where nothing leaves yet, with who waits for what; a source at risk sends the report back to its sanitiser.',
  })
  @ApiOkResponse({ type: DisseminationAnswer })
  @ApiAcceptedResponse({ type: DisseminationAnswer })
  async disseminate(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Body() body: DisseminateReportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisseminationAnswer> {
    if (!isReference('IR', reportUrn)) throw new Problem('not-found');
    const outcome = await this.commands.execute(new DisseminateReport(asked, reportUrn, body.preview ?? null));
    void reply.header(AUDIT_PROMISE_HEADER, outcome.promise);
    if (outcome.refusal) throw problemOf(outcome);
    const answer = answerOf(reportUrn, outcome);
    if (answer.recipients.length === 0) void reply.status(202);
    return answer;
  }
}

const problemOf = ({ refusal, preview }: DisseminationOutcome): Problem => {
  const [first] = preview?.recipients ?? [];
  if (refusal === 'preview-outdated' && preview)
    return new Problem('preview-outdated', { members: { preview: preview.token, recipients: preview.recipients } });
  if (refusal === 'refused-for-everybody' && first)
    return new Problem('refused-by-policy', { members: { reason: first.reason, obligations: first.obligations } });
  return reportProblem(refusal ?? 'report-unknown');
};

const answerOf = (reportUrn: string, { report, events, preview }: DisseminationOutcome): DisseminationAnswer => {
  const all = preview?.recipients ?? [];
  // Where it went back to its sanitiser, nothing left for anybody.
  const left = events.some(({ type }) => type === 'IntelligenceReportDisseminated');
  const sent = (one: PreviewedOutcome) => left && isSent(one);
  const notReachable = (one: PreviewedOutcome) => left && isHeld(one) && one.effect.startsWith('PERMIT');
  const waits = (one: PreviewedOutcome) =>
    isPending(one) || (isHeld(one) && !notReachable(one)) || (!left && one.effect.startsWith('PERMIT'));
  return {
    reportUrn,
    status: report.status,
    recipients: all.filter(sent).map(recipient),
    waiting: all.filter(waits).map(recipient),
    notReachable: all.filter(notReachable).map(recipient),
    refused: all.filter((one) => !sent(one) && !notReachable(one) && !waits(one)).map(recipient),
  };
};

const recipient = ({ party, own, reason, obligations }: PreviewedOutcome): ReportRecipient => ({
  party,
  own,
  reason,
  obligations,
});
