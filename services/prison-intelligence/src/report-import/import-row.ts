// The row of an import: how far its work has come. Written in the transaction of what it records.
import type { Queryable } from '@gatehouse/event-store';
import type { Asked } from '@gatehouse/sharing';
import type pg from 'pg';
import type { Fault } from '../report-file/fault.ts';
import type { Detected, FileSettings, Format } from '../report-file/settings.ts';
import type { ImportStatus } from './report-import.decider.ts';

export interface ImportRow {
  import_id: string;
  unit: string;
  status: ImportStatus;
  settings: FileSettings;
  opened_by: string;
  opened_at: Date;
  asked: Asked | null;
  format: Format | null;
  upload_id: string | null;
  file_bytes: string | null;
  file_digest: string | null;
  detected: Detected | null;
  file_faults: Fault[];
  good_lines: number;
  faulty_lines: number;
  faults: number;
  checked_to: number;
  position: number;
  recorded: number;
  already_there: number;
  refused: number;
}

/** An import of this unit; null for any other, as for one that does not exist. */
export const importOf = async (queryable: Queryable, unit: string, importId: string): Promise<ImportRow | null> => {
  const values = [importId, unit];
  const { rows } = await queryable.query<ImportRow>(
    'select * from intake.import where import_id = $1 and unit = $2',
    values,
  );
  return rows[0] ?? null;
};

/** The unit's imports, newest first; of one file only when its digest is given. */
export const importsOf = async (queryable: Queryable, unit: string, digest: string | null): Promise<ImportRow[]> => {
  const { rows } = await queryable.query<ImportRow>(
    `select * from intake.import where unit = $1 and ($2::text is null or file_digest = $2)
     order by opened_at desc, import_id limit 50`,
    [unit, digest],
  );
  return rows;
};

/** Takes the row for this transaction, so that nobody stops, ends or drives the import meanwhile; null when it is not in this state. */
export const lockImport = async (
  client: pg.ClientBase,
  importId: string,
  status: ImportStatus,
): Promise<ImportRow | null> => {
  const { rows } = await client.query<ImportRow>(
    'select * from intake.import where import_id = $1 and status = $2 for update',
    [importId, status],
  );
  return rows[0] ?? null;
};

export const importsAtWork = async (queryable: Queryable): Promise<ImportRow[]> => {
  const { rows } = await queryable.query<ImportRow>(
    `select * from intake.import where status in ('checking', 'running') order by touched_at, import_id`,
  );
  return rows;
};
