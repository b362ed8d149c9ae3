// What became of each line, and with it how far the import is: one statement, in the transaction of the reports.
import type pg from 'pg';
import { lineFault } from '../report-file/fault.ts';
import type { NewReport } from '../report-file/to-report.ts';
import { nameFaults } from './kept-lines.ts';

export interface KeptLine {
  line: number;
  prison: string;
  reference: string;
  digest: string;
  observed_at: Date;
  report: NewReport;
}

export type Outcome = 'recorded' | 'already-there' | 'conflict' | 'refused';

/** A line and what became of it. `reportUrn`: of the report that stands under its reference now. */
export interface Told {
  kept: KeptLine;
  outcome: Outcome;
  reportUrn: string | null;
}

const KEEP = `
  with told as (
    insert into intake.outcome (import_id, line, prison, reference, outcome, report_urn)
    select $1, * from unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[])
    returning line, outcome
  )
  update intake.import set
    position = (select max(line) from told),
    recorded = recorded + (select count(*) from told where outcome = 'recorded'),
    already_there = already_there + (select count(*) from told where outcome = 'already-there'),
    refused = refused + (select count(*) from told where outcome in ('conflict', 'refused'))
  where import_id = $1`;

/** @param told of the next lines, at least one */
export const keepOutcomes = async (client: pg.ClientBase, importId: string, told: Told[]): Promise<void> => {
  await client.query(KEEP, [
    importId,
    told.map(({ kept }) => kept.line),
    told.map(({ kept }) => kept.prison),
    told.map(({ kept }) => kept.reference),
    told.map(({ outcome }) => outcome),
    told.map(({ reportUrn }) => reportUrn),
  ]);
  const faults = told.flatMap(({ kept: { line }, outcome }) => {
    if (outcome === 'conflict') return [lineFault(line, 'reference-conflict', 'reference')];
    return outcome === 'refused' ? [lineFault(line, 'report-refused')] : [];
  });
  await nameFaults(client, importId, faults, 0);
};
