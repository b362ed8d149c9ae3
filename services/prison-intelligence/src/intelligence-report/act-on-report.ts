// Carries what people do to a report from the routes to its decider, with the audit row in the same transaction.
import { auditReferences, runAudited, type Agency, type Asked, type CommandOutcome } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';

import { reportDecider, type LaterCommand, type ReportRefusal } from './intelligence-report.decider.ts';
import { reportStream, type ReportEvent } from './intelligence-report.events.ts';
import type { KnownReport, Report } from './intelligence-report.state.ts';
import { loadReport } from './load-report.ts';
import { prepared, type ReportAct } from './prepare-command.ts';
import { REPORT_PRODUCT } from './to-report-product.ts';

export interface ReportOutcome {
  /** after the command */
  report: Report;
  events: ReportEvent[];
  refusal: ReportRefusal | null;
  promise: string;
}

export class ActOnReport extends Command<ReportOutcome> {
  constructor(
    readonly asked: Asked,
    readonly reportUrn: string,
    readonly act: ReportAct,
  ) {
    super();
  }
}

@CommandHandler(ActOnReport)
export class ActOnReportHandler implements ICommandHandler<ActOnReport> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, reportUrn, act }: ActOnReport): Promise<ReportOutcome> {
    const report = await loadReport(this.agency.pool, reportUrn);
    const command = await prepared(this.agency, asked, { reportUrn, report }, act);
    return runOnReport(this.agency, asked, command);
  }
}

/** Runs a prepared command on its report with its audit row. */
export const runOnReport = async (agency: Agency, asked: Asked, command: LaterCommand): Promise<ReportOutcome> => {
  const { reportUrn } = command.data;
  const outcome: CommandOutcome<Report, ReportEvent, ReportRefusal> = await runAudited(agency, reportDecider, {
    command,
    streamId: reportStream(reportUrn),
    asked,
    audit: (report) => ({
      operation: command.type === 'WithdrawReport' ? 'erasure' : 'alteration',
      action: ACTIONS[command.type],
      subjects: report.status === 'none' ? [] : auditReferences(agency, subjectIdsOf(report)),
      item: { id: reportUrn, product: report.status === 'none' ? 'unknown' : REPORT_PRODUCT },
      fields: Object.keys(command.data).sort(),
    }),
  });
  const { state, promise } = outcome;
  return outcome.outcome === 'refused'
    ? { report: state, events: [], refusal: outcome.refusal, promise }
    : { report: state, events: outcome.events as unknown as ReportEvent[], refusal: null, promise };
};

/** As the duties name them. */
const ACTIONS: Record<LaterCommand['type'], string> = {
  SanitiseReport: 'SanitiseIntelligenceReport',
  ApproveReport: 'ApproveIntelligenceReport',
  MarkReport: 'MarkIntelligenceReport',
  LiftMarker: 'MarkIntelligenceReport',
  DisseminateReport: 'DisseminateIntelligenceReport',
  RegradeReport: 'RegradeIntelligenceReport',
  RevalidateReport: 'RevalidateIntelligenceReport',
  WithdrawReport: 'WithdrawIntelligenceReport',
  StateSpecialCategory: 'StateSpecialCategory',
  ApproveSpecialCategory: 'ApproveSpecialCategory',
  RefuseSpecialCategory: 'RefuseSpecialCategory',
};

export const subjectIdsOf = ({ subjects }: KnownReport): string[] => subjects.map(({ subjectId }) => subjectId);
