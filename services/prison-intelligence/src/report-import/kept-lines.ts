// What the dry run leaves in the tables: good lines, and faults in their order.
import type { Queryable } from '@gatehouse/event-store';
import type pg from 'pg';
import type { Checked } from '../report-file/file-reader.ts';
import type { Fault } from '../report-file/fault.ts';

/** So many faults are named; the rest is only counted, since a file with that many is the wrong file. */
export const MOST_NAMED = 100_000;

export const keepGood = async (client: pg.ClientBase, importId: string, good: Checked['good']): Promise<void> => {
  if (good.length === 0) return;
  await client.query(
    `insert into intake.line (import_id, line, prison, reference, digest, observed_at, report)
     select $1, * from unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::jsonb[])`,
    [
      importId,
      good.map(({ line }) => line),
      good.map(({ report }) => report.prison),
      good.map(({ report }) => report.reference),
      good.map(({ report }) => report.digest),
      good.map(({ report }) => report.observedAt),
      good.map(({ report }) => JSON.stringify(report.report)),
    ],
  );
};

/**
 * Names faults and counts them; several of one line come together and stand in their order.
 * @param faultyLines how many lines more the dry run calls faulty: none for what only the import found
 */
export const nameFaults = async (
  client: pg.ClientBase,
  importId: string,
  faults: Fault[],
  faultyLines = new Set(faults.map(({ line }) => line)).size,
): Promise<void> => {
  if (faults.length === 0) return;
  const { rows } = await client.query<{ before: number }>(
    `update intake.import set faults = faults + $2, faulty_lines = faulty_lines + $3
     where import_id = $1 returning faults - $2::integer as before`,
    [importId, faults.length, faultyLines],
  );
  const named = faults.slice(0, Math.max(0, MOST_NAMED - (rows[0]?.before ?? 0)));
  const places = placesOf(named);
  await client.query(
    `insert into intake.fault (import_id, line, place, column_name, code, detail)
     select $1, * from unnest($2::integer[], $3::smallint[], $4::text[], $5::text[], $6::text[])`,
    [
      importId,
      named.map(({ line }) => line),
      places,
      named.map(({ column }) => column),
      named.map(({ code }) => code),
      named.map(({ detail }) => detail),
    ],
  );
};

const placesOf = (faults: Fault[]): number[] => {
  const last = new Map<number, number>();
  return faults.map(({ line }) => {
    const place = (last.get(line) ?? 0) + 1;
    last.set(line, place);
    return place;
  });
};

/** What an earlier, unfinished check left. */
export const forgetChecked = async (client: pg.ClientBase, importId: string): Promise<void> => {
  await client.query('delete from intake.line where import_id = $1', [importId]);
  await client.query('delete from intake.fault where import_id = $1', [importId]);
  await client.query('update intake.import set checked_to = 0, faults = 0, faulty_lines = 0 where import_id = $1', [
    importId,
  ]);
};

export async function* storedPieces(queryable: Queryable, uploadId: string): AsyncGenerator<Uint8Array> {
  for (let number = 1; ; number += 1) {
    const { rows } = await queryable.query<{ bytes: Buffer }>(
      'select bytes from intake.piece where upload_id = $1 and number = $2',
      [uploadId, number],
    );
    if (!rows[0]) return;
    yield rows[0].bytes;
  }
}
