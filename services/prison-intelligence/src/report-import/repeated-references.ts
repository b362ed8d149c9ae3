// The prison's own reference names one report. Lines that say something else under a reference that is taken, by an
// earlier line or an earlier import, are faults; those that say the same are no fault, and add nothing when their turn comes.
import { inTransaction } from '@gatehouse/event-store';
import type { Agency } from '@gatehouse/sharing';
import type pg from 'pg';
import { lineFault, type LineFaultCode } from '../report-file/fault.ts';
import type { Detected } from '../report-file/settings.ts';
import { nameFaults } from './kept-lines.ts';

const REPEATED = `
  delete from intake.line where import_id = $1 and line in (
    select line from (
      select line, digest, first_value(digest) over (partition by prison, reference order by line) as first_digest
      from intake.line where import_id = $1) of_one_reference
    where digest <> first_digest)
  returning line`;

const CONFLICT = `
  delete from intake.line l using intake.reference r
  where l.import_id = $1 and r.prison = l.prison and r.reference = l.reference and r.digest <> l.digest
  returning line`;

/** Takes such lines out and names them. */
export const nameRepeatedReferences = async (agency: Agency, importId: string, detected: Detected): Promise<void> => {
  const column = Object.entries(detected.columns).find(([, field]) => field === 'reference')?.[0] ?? 'reference';
  await inTransaction(
    agency.pool,
    async (client) => {
      await named(client, importId, CONFLICT, 'reference-conflict', column);
      await named(client, importId, REPEATED, 'reference-repeated', column);
    },
    { statementMs: 120_000 },
  );
};

const named = async (client: pg.ClientBase, importId: string, sql: string, code: LineFaultCode, column: string) => {
  const { rows } = await client.query<{ line: number }>(sql, [importId]);
  if (rows.length > 0)
    await nameFaults(
      client,
      importId,
      rows.map(({ line }) => lineFault(line, code, column)),
    );
};
