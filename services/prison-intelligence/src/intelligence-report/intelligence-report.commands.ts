// Carries the report's commands from the routes to its decider, with the audit row in the same transaction.
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Inject } from '@nestjs/common';
import { auditReferences, runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { AGENCY } from '../agency.ts';
import { reportDecider, type ReportRefusal } from './intelligence-report.decider.ts';
import { reportStream, type ReportRecorded } from './intelligence-report.events.ts';
import { newReportUrn } from './report-urn.ts';

export const REPORT_PRODUCT = 'prison-intelligence.intelligence-report.v1';

export type ReportOutcome = { reportUrn: string; refusal: ReportRefusal | null; promise: string };

export class RecordReport extends Command<ReportOutcome> {
  constructor(
    readonly asked: Asked,
    readonly report: Omit<ReportRecorded['data'], 'reportUrn' | 'by' | 'at'>,
  ) {
    super();
  }
}

export class ApproveReport extends Command<ReportOutcome> {
  constructor(
    readonly asked: Asked,
    readonly reportUrn: string,
  ) {
    super();
  }
}

@CommandHandler(RecordReport)
export class RecordReportHandler implements ICommandHandler<RecordReport> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, report }: RecordReport): Promise<ReportOutcome> {
    const at = this.agency.clock.now().toISOString();
    const reportUrn = newReportUrn(this.agency.newId(), at);
    const outcome = await runAudited(this.agency, reportDecider, {
      command: { type: 'RecordReport', data: { ...report, reportUrn, by: asked.caller.person, at } },
      streamId: reportStream(reportUrn),
      asked,
      audit: () => ({
        operation: 'collection',
        action: 'RecordIntelligenceReport',
        subjects: auditReferences(this.agency, idsOf(report.subjects)),
        item: { id: reportUrn, product: REPORT_PRODUCT },
        fields: Object.keys(report).sort(),
      }),
    });
    return { reportUrn, refusal: outcome.outcome === 'refused' ? outcome.refusal : null, promise: outcome.promise };
  }
}

@CommandHandler(ApproveReport)
export class ApproveReportHandler implements ICommandHandler<ApproveReport> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, reportUrn }: ApproveReport): Promise<ReportOutcome> {
    const data = { reportUrn, by: asked.caller.person, at: this.agency.clock.now().toISOString() };
    const outcome = await runAudited(this.agency, reportDecider, {
      command: { type: 'ApproveReport', data },
      streamId: reportStream(reportUrn),
      asked,
      audit: (report) => ({
        operation: 'alteration',
        action: 'ApproveIntelligenceReport',
        subjects: report.status === 'none' ? [] : auditReferences(this.agency, idsOf(report.subjects)),
        item: { id: reportUrn, product: REPORT_PRODUCT },
        fields: [],
      }),
    });
    return { reportUrn, refusal: outcome.outcome === 'refused' ? outcome.refusal : null, promise: outcome.promise };
  }
}

const idsOf = (subjects: { subjectId: string }[]): string[] => subjects.map(({ subjectId }) => subjectId);
