// The lists an import answers with, in the order of the file's lines.
import type { Queryable } from '@gatehouse/event-store';

export interface LineList {
  action: string;
  file: string;
  columns: string[];
  /** rows of import $1 behind line $2 and place $3, at most $4 */
  rows: string;
  count: string;
}

export interface Place {
  line: number;
  place: number;
}

export const FAULTS: LineList = {
  action: 'ReadReportImportFaults',
  file: 'faults.csv',
  columns: ['line', 'column', 'code', 'detail'],
  rows: `select line, place, column_name as "column", code, detail from intake.fault
    where import_id = $1 and (line, place) > ($2, $3) order by line, place limit $4`,
  count: 'select count(*)::integer as count from intake.fault where import_id = $1',
};

export const OUTCOMES: LineList = {
  action: 'ReadReportImportResult',
  file: 'result.csv',
  columns: ['line', 'reference', 'outcome', 'reportUrn'],
  rows: `select line, 0 as place, reference, outcome, report_urn as "reportUrn" from intake.outcome
    where import_id = $1 and (line, 0) > ($2, $3) order by line limit $4`,
  count: 'select count(*)::integer as count from intake.outcome where import_id = $1',
};

type Row = Place & Record<string, unknown>;
const AT_ONCE = 1_000;

export const pageOf = async (queryable: Queryable, list: LineList, importId: string, after: Place, limit: number) => {
  const counted = await queryable.query<{ count: number }>(list.count, [importId]);
  const { rows } = await queryable.query<Row>(list.rows, [importId, after.line, after.place, limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(({ place: _place, ...row }) => row),
    count: counted.rows[0]?.count ?? 0,
    next: rows.length > limit && last ? { line: last.line, place: last.place } : null,
  };
};

/** All rows of a list, however many, a thousand at a time. */
export async function* rowsOf(queryable: Queryable, list: LineList, importId: string): AsyncGenerator<Row> {
  let after: Place = { line: 0, place: 0 };
  for (;;) {
    const { rows } = await queryable.query<Row>(list.rows, [importId, after.line, after.place, AT_ONCE]);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return;
    after = last;
  }
}
