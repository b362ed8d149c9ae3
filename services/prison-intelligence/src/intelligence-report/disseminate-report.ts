// Preview and dissemination: what each recipient would see is shown first, and what leaves is what somebody saw.
import { auditReferences, confirmPreview, previewShare, recordOwnRead, type Looking } from '@gatehouse/sharing';
import type { Agency, Asked, Preview } from '@gatehouse/sharing';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { subjectFacts } from '../subject/subject-facts.ts';
import { runOnReport, subjectIdsOf, type ReportOutcome } from './act-on-report.ts';
import {
  isApproved,
  readinessRefusal,
  recordOf,
  type DisseminateReport as Disseminate,
} from './decide-dissemination.ts';
import { isAbout, type ReportRefusal } from './intelligence-report.decider.ts';
import type { Report } from './intelligence-report.state.ts';
import { currentBasis } from './load-basis.ts';
import { loadReport } from './load-report.ts';
import { REPORT_PRODUCT, reportProduct } from './to-report-product.ts';

export class PreviewReport extends Command<PreviewOutcome> {
  constructor(
    readonly asked: Asked,
    readonly reportUrn: string,
  ) {
    super();
  }
}

export interface PreviewOutcome {
  preview: Preview | null;
  refusal: ReportRefusal | null;
  promise: string;
}

export class DisseminateReport extends Command<DisseminationOutcome> {
  constructor(
    readonly asked: Asked,
    readonly reportUrn: string,
    readonly preview: string | null,
  ) {
    super();
  }
}

export interface DisseminationOutcome extends ReportOutcome {
  /** as it would be now: what the answer and, where it has changed, the next confirmation are about */
  preview: Preview | null;
}

@CommandHandler(PreviewReport)
export class PreviewReportHandler implements ICommandHandler<PreviewReport> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, reportUrn }: PreviewReport): Promise<PreviewOutcome> {
    const report = await loadReport(this.agency.pool, reportUrn);
    const known = report.status !== 'none' && !isAbout(report, asked.caller.person);
    const command = await draftOf(this.agency, asked, reportUrn, report);
    const refusal = known ? readinessOf(report, command) : 'report-unknown';
    const preview = refusal ? null : await previewShare(this.agency, outgoingOf(report, command), looking(command));
    const promise = await recordOwnRead(this.agency, asked, {
      action: 'PreviewIntelligenceReport',
      item: { id: reportUrn, product: known ? REPORT_PRODUCT : 'unknown' },
      subjects: known ? auditReferences(this.agency, subjectIdsOf(report)) : [],
      fields: [...new Set(preview?.recipients.flatMap(({ disclosed }) => disclosed))].sort(),
    });
    return { preview, refusal, promise };
  }
}

@CommandHandler(DisseminateReport)
export class DisseminateReportHandler implements ICommandHandler<DisseminateReport> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, reportUrn, preview: token }: DisseminateReport): Promise<DisseminationOutcome> {
    const report = await loadReport(this.agency.pool, reportUrn);
    const draft = await draftOf(this.agency, asked, reportUrn, report);
    const { confirmation, preview } = await this.#confirm(report, draft, token);
    const outcomes = preview?.recipients ?? [];
    const revision = report.status === 'none' ? 0 : report.revision;
    const outcome = await runOnReport(this.agency, asked, { ...draft, revision, confirmation, outcomes });
    return { ...outcome, preview };
  }

  async #confirm(
    report: Report,
    draft: Draft,
    token: string | null,
  ): Promise<{ confirmation: Disseminate['confirmation']; preview: Preview | null }> {
    if (report.status === 'none' || readinessOf(report, draft))
      return { confirmation: 'preview-missing', preview: null };
    const outgoing = outgoingOf(report, draft);
    if (token === null) return { confirmation: 'preview-missing', preview: null };
    const { outcome, now } = await confirmPreview(this.agency, outgoing, looking(draft), token);
    return { confirmation: outcome, preview: now };
  }
}

type Draft = Omit<Disseminate, 'confirmation' | 'outcomes'>;

const draftOf = async (agency: Agency, asked: Asked, reportUrn: string, report: Report): Promise<Draft> => {
  const known = report.status === 'none' ? null : report;
  const { parts, withdrawn } = await currentBasis(agency.pool, agency.party, known?.evaluated.basedOn ?? []);
  return {
    type: 'DisseminateReport',
    data: { reportUrn, by: asked.caller.person, at: agency.clock.now().toISOString() },
    purpose: asked.purpose,
    caseRef: asked.caseRef,
    people: await subjectFacts(agency.pool, known?.subjects ?? []),
    basedOn: parts,
    basisWithdrawn: withdrawn,
  };
};

const readinessOf = (report: Report, draft: Draft): ReportRefusal | null => {
  if (report.status === 'none') return 'report-unknown';
  return report.status === 'withdrawn' ? 'report-withdrawn' : readinessRefusal(report, draft);
};

const looking = ({ data: { by, reportUrn } }: Draft): Looking => ({
  person: by,
  act: 'DisseminateIntelligenceReport',
  on: reportUrn,
  said: {},
});

const outgoingOf = (report: Report, draft: Draft) => {
  if (report.status === 'none' || !isApproved(report)) throw new TerminalFault('only an approved report has a product');
  return reportProduct(recordOf(report, draft));
};
