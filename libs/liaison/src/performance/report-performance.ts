// Counts what the ledger says, and reports it to the keeper of the instruments: event, audit row and the signed message in one
// transaction.
import type { CompiledFlow } from '@gatehouse/agreements';
import { runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type pg from 'pg';
import { sendLiaison } from '../lane/send.ts';
import { INSTRUMENT_KEEPER, LIAISON_AGENCY } from '../liaison-agency.ts';
import { performanceStream } from './performance.events.ts';
import { isTooLong, performanceDecider, type PerformanceRefusal, type Reports } from './performance.decider.ts';
import { openCorrectionsUnder } from './open-corrections.ts';
import { levelsOf, type PerformanceReport } from './performance-report.ts';
import { releasedUnder } from './released-under.ts';

export interface Reported {
  refusal: PerformanceRefusal | null;
  promise: string;
  reports: Reports;
}

export class ReportPerformance extends Command<Reported> {
  constructor(
    readonly asked: Asked,
    readonly on: { instrumentId: string; from: string; to: string },
  ) {
    super();
  }
}

@CommandHandler(ReportPerformance)
export class ReportPerformanceHandler implements ICommandHandler<ReportPerformance> {
  constructor(
    @Inject(LIAISON_AGENCY) private readonly agency: Agency,
    @Inject(INSTRUMENT_KEEPER) private readonly keeper: string,
  ) {}

  async execute({ asked, on }: ReportPerformance): Promise<Reported> {
    const { agency, keeper } = this;
    const now = agency.clock.now();
    const flows = flowsUnder(agency, on.instrumentId);
    const report = {
      ...on,
      reportId: agency.newId(),
      acknowledged: isTooLong(on) ? [] : levelsOf(await releasedUnder(agency.pool, on), now),
      corrections: await openCorrectionsUnder(agency.pool, flows, now),
    };
    const said = { ...report, by: asked.caller.person, at: now.toISOString() };
    const context = { today: now.toISOString().slice(0, 10), disclosesUnderIt: flows.length > 0 };
    const ran = await runAudited(
      agency,
      performanceDecider,
      {
        command: { type: 'ReportPerformance', data: { ...said, ...context } },
        streamId: performanceStream(on.instrumentId),
        asked,
        audit: () => ({
          operation: 'alteration',
          action: 'ReportPerformance',
          subjects: [],
          item: { id: on.instrumentId, product: PERFORMANCE_RECORD },
          fields: [],
        }),
      },
      (client) => sendReport(agency, client, keeper, report, asked.correlationId),
    );
    const refusal = ran.outcome === 'refused' ? ran.refusal : null;
    return { refusal, promise: ran.promise, reports: ran.state };
  }
}

/** What audit records call a report; its id is the instrument's. */
export const PERFORMANCE_RECORD = 'liaison.performance';

const sendReport = async (
  agency: Agency,
  client: pg.ClientBase,
  keeper: string,
  report: PerformanceReport,
  correlationId: string,
): Promise<void> => {
  await sendLiaison(agency, client, keeper, { kind: 'performance', report }, correlationId);
};

/** What this agency discloses under an instrument, in whatever version; nothing under one it is no producer of. */
const flowsUnder = ({ keeper, party }: Agency, instrumentId: string): Pick<CompiledFlow, 'product' | 'consumers'>[] =>
  keeper
    .current()
    ?.bundle.instruments.filter(({ compiled }) => compiled.id === instrumentId)
    .flatMap(({ compiled, history = [] }) => [compiled, ...history.map((version) => version.compiled)])
    .flatMap(({ flows }) => flows)
    .filter(({ producer }) => producer === party) ?? [];
