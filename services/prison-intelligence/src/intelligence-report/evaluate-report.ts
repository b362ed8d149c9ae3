// Evaluating a report: looks up what it stands on, lets the decider say whether it stands, and closes what it evaluates with it.
import { runDecider } from '@gatehouse/event-store';
import { auditReferences, runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type pg from 'pg';
import { AGENCY } from '../agency.ts';
import { requirementState } from '../intelligence-requirement/load-requirement.ts';
import { namesSomeoneElse } from '../known-names/names-someone-else.ts';
import { newReference } from '../reference/reference.ts';
import { readiness } from '../security-information-report/evaluation-times.ts';
import { loadObservation, prisonOf } from '../security-information-report/load-observation.ts';
import {
  mayRead,
  observationDecider,
  type Observation,
} from '../security-information-report/security-information-report.decider.ts';
import { observationStream } from '../security-information-report/security-information-report.events.ts';
import type { EvaluateReport as EvaluateCommand } from './decide-evaluation.ts';
import type { IntelligenceReportEvaluated } from './intelligence-report.events.ts';
import { reportDecider, type ReportRefusal } from './intelligence-report.decider.ts';
import { reportStream } from './intelligence-report.events.ts';
import { loadBasis, type Basis } from './load-basis.ts';
import { loadSupports } from './load-supports.ts';
import { REPORT_PRODUCT } from './to-report-product.ts';

/** What an analyst says; ids, times and what it refers to are looked up. */
export type ReportToEvaluate = Omit<
  IntelligenceReportEvaluated['data'],
  'reportUrn' | 'itemId' | 'unit' | 'by' | 'at' | 'basedOn' | 'observed'
> & { basedOn: Basis[] };

export interface EvaluationOutcome {
  reportUrn: string;
  itemId: string;
  refusal: ReportRefusal | null;
  promise: string;
}

export class EvaluateReport extends Command<EvaluationOutcome> {
  constructor(
    readonly asked: Asked,
    readonly report: ReportToEvaluate,
  ) {
    super();
  }
}

@CommandHandler(EvaluateReport)
export class EvaluateReportHandler implements ICommandHandler<EvaluateReport> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, report }: EvaluateReport): Promise<EvaluationOutcome> {
    const command = await evaluationOf(this.agency, asked, report);
    const { reportUrn, itemId } = command.data;
    const outcome = await runAudited(
      this.agency,
      reportDecider,
      { command, streamId: reportStream(reportUrn), asked, audit: () => auditOf(this.agency, command) },
      (client) => closeObservations(this.agency, client, asked, command),
    );
    const refusal = outcome.outcome === 'refused' ? outcome.refusal : null;
    return { reportUrn, itemId, refusal, promise: outcome.promise };
  }
}

/** The command with everything the decision needs; writes nothing. Bulk import builds the same command for each line. */
export const evaluationOf = async (
  agency: Agency,
  asked: Asked,
  report: ReportToEvaluate,
): Promise<EvaluateCommand> => {
  const { pool, clock, party } = agency;
  const now = clock.now();
  const at = now.toISOString();
  const reportUrn = newReference('IR', at, agency.newId());
  const prison = prisonOf(asked.caller.unit);
  const observations = await Promise.all(report.observations.map((urn) => loadObservation(pool, urn)));
  const basis = await Promise.all(report.basedOn.map((one) => loadBasis(pool, party, one)));
  const basedOn = basis.flatMap((one) => ('part' in one ? [one.part] : []));
  const texts = [...report.paragraphs.map(({ text }) => text), report.reasonableGrounds];
  return {
    type: 'EvaluateReport',
    data: {
      ...report,
      ...earliestOf(observations),
      basedOn,
      reportUrn,
      itemId: agency.newId(),
      unit: asked.caller.unit,
      by: asked.caller.person,
      at,
      obtainedLawfully:
        report.obtainedLawfully && observations.every((one) => one.status === 'none' || one.submitted.obtainedLawfully),
    },
    observations: observations.map((one) =>
      readiness(one, one.status !== 'none' && mayRead(one, prison, asked.caller.person), now),
    ),
    basis: basis.map(({ state }) => state),
    requirements: await Promise.all(report.answers.map((id) => requirementState(pool, id, now))),
    supports: await loadSupports(
      pool,
      report.paragraphs.flatMap(({ corroboratedBy }) => corroboratedBy),
      {
        reportUrn,
        basedOn,
      },
    ),
    namesSomeoneElse: await namesSomeoneElse(pool, texts, report.subjects),
  };
};

/** What began it: of several observations the one that was made first. */
const earliestOf = (observations: Observation[]): Pick<IntelligenceReportEvaluated['data'], 'observed'> => {
  const made = observations.flatMap((one) => (one.status === 'none' ? [] : [one.submitted]));
  const [first] = made.toSorted((a, b) => Date.parse(a.observedAt) - Date.parse(b.observedAt));
  return first ? { observed: { observedAt: first.observedAt, writtenAt: first.writtenAt } } : {};
};

/** What the audit row of an evaluation says: names of fields, never their values. */
export const auditOf = (agency: Agency, { data }: EvaluateCommand) => ({
  operation: 'collection' as const,
  action: 'EvaluateIntelligenceReport',
  subjects: auditReferences(
    agency,
    data.subjects.map(({ subjectId }) => subjectId),
  ),
  item: { id: data.reportUrn, product: REPORT_PRODUCT },
  fields: Object.keys(data).sort(),
});

/** What a report evaluates is done with it, in the same transaction. In one order: two analysts must not wait for each other. */
const closeObservations = async (
  agency: Agency,
  client: pg.ClientBase,
  asked: Asked,
  { data: { reportUrn, observations, by, at } }: EvaluateCommand,
): Promise<void> => {
  const prison = prisonOf(asked.caller.unit);
  const context = { metadata: { correlationId: asked.correlationId }, recordedAt: agency.clock.now() };
  for (const sirUrn of [...new Set(observations)].sort()) {
    const closing = { sirUrn, by, at, outcome: 'EVALUATED' as const, reportUrn, duplicateOf: null, reason: null };
    const command = { type: 'CloseObservation' as const, data: closing, duplicateKnown: false, prison };
    const { outcome } = await runDecider(client, observationDecider, observationStream(sirUrn), command, context);
    if (outcome === 'refused') throw new ConcurrencyConflict('the observation was closed in between');
  }
};
