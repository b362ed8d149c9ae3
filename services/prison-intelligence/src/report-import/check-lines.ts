// The dry run: reads the stored file, keeps the lines that can become reports and names the faults of the others. It
// begins anew whenever it was cut off, and ends with one command in one transaction.
import { setImmediate } from 'node:timers/promises';
import { inTransaction } from '@gatehouse/event-store';
import type { Agency } from '@gatehouse/sharing';
import { checkFile, surveyFile, type Checked, type Pieces } from '../report-file/file-reader.ts';
import type { Fault } from '../report-file/fault.ts';
import type { Detected } from '../report-file/settings.ts';
import { lockImport, type ImportRow } from './import-row.ts';
import { forgetChecked, keepGood, nameFaults, storedPieces } from './kept-lines.ts';
import { changeImport } from './report-import.commands.ts';
import { nameRepeatedReferences } from './repeated-references.ts';

const SLOW = { statementMs: 120_000 };

/** @param goesOn asked between parts: false ends the work where it is */
export const checkLines = async (agency: Agency, row: ImportRow, goesOn: () => boolean): Promise<void> => {
  const { import_id: importId, settings } = row;
  if (!(await beginAnew(agency, importId))) return;
  const pieces: Pieces = () => storedPieces(agency.pool, row.upload_id ?? '');
  const surveyed = await surveyFile(pieces, settings, settings.format ?? row.format ?? 'csv');
  if ('fault' in surveyed) return conclude(agency, row, null, surveyed.fault);
  const { detected } = surveyed;
  for await (const part of checkFile(pieces, settings, detected, agency.clock.now())) {
    if ('fault' in part) return conclude(agency, row, detected, part.fault);
    if (!goesOn() || !(await keep(agency, importId, part))) return;
    await setImmediate(); // other requests have their turn
  }
  await nameRepeatedReferences(agency, importId, detected);
  await conclude(agency, row, detected, []);
};

const beginAnew = (agency: Agency, importId: string): Promise<boolean> =>
  inTransaction(
    agency.pool,
    async (client) => {
      if (!(await lockImport(client, importId, 'checking'))) return false;
      await forgetChecked(client, importId);
      return true;
    },
    SLOW,
  );

/** False when the import is no longer being checked: somebody abandoned it. */
const keep = (agency: Agency, importId: string, { good, faults, upTo }: Checked): Promise<boolean> =>
  inTransaction(agency.pool, async (client) => {
    if (!(await lockImport(client, importId, 'checking'))) return false;
    await keepGood(client, importId, good);
    await nameFaults(client, importId, faults);
    await client.query('update intake.import set checked_to = $2 where import_id = $1', [importId, upTo]);
    return true;
  });

const conclude = async (agency: Agency, row: ImportRow, detected: Detected | null, faults: Fault[]): Promise<void> => {
  const { import_id: importId, asked } = row;
  if (!asked) return;
  const readable = faults.length === 0;
  const { rows } = await agency.pool.query<{ good: number; faulty: number }>(
    `select (select count(*)::integer from intake.line where import_id = $1) as good, faulty_lines as faulty
     from intake.import where import_id = $1`,
    [importId],
  );
  const goodLines = readable ? (rows[0]?.good ?? 0) : 0;
  const data = { importId, readable, goodLines, faultyLines: rows[0]?.faulty ?? 0 };
  await changeImport(agency, asked, { type: 'CheckReportFile', data }, (client) =>
    client.query('update intake.import set detected = $2, file_faults = $3, good_lines = $4 where import_id = $1', [
      importId,
      detected && JSON.stringify(detected),
      JSON.stringify(faults),
      goodLines,
    ]),
  );
};
