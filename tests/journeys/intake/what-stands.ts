// What an import left in the database of the prison service, counted: each good line is there once, or it is told.
import { testPostgres } from '@gatehouse/testing';
import pg from 'pg';

/** Counts of what came of a list of references. */
export interface Standing {
  /** references that stand under no report, and such as nobody gave */
  missing: number;
  strange: number;
  streams: number;
  events: number;
  /** reports with exactly one event, one audit record, one reference and the text of their own line */
  whole: number;
  auditRecords: number;
}

/** As it has to be. */
export const once = (references: number): Standing => ({
  missing: 0,
  strange: 0,
  streams: references,
  events: references,
  whole: references,
  auditRecords: references,
});

export const whatStands = async (namespace: string, references: readonly string[]): Promise<Standing> => {
  const url = new URL(testPostgres());
  url.pathname = `/${namespace}_prison_intelligence`;
  const pool = new pg.Pool({ connectionString: url.href, max: 1 });
  const count = async (sql: string): Promise<number> =>
    (await pool.query<{ n: number }>(`select count(*)::integer as n from ${sql}`)).rows[0]?.n ?? 0;
  try {
    const { rows } = await pool.query<{ reference: string }>('select reference from intake.reference');
    const standing = new Set(rows.map(({ reference }) => reference));
    const given = new Set(references);
    return {
      missing: references.filter((reference) => !standing.has(reference)).length,
      strange: rows.filter(({ reference }) => !given.has(reference)).length,
      streams: await count(`store.streams where stream_id like 'intelligence-report-%'`),
      events: await count(`store.events where type = 'IntelligenceReportEvaluated'`),
      whole: await count(WHOLE),
      auditRecords: await count(`audit.record where record::json ->> 'action' = 'EvaluateIntelligenceReport'`),
    };
  } finally {
    await pool.end();
  }
};

// A text ends in "Note 7." where the reference ends in 000007: no line got another line's report.
const WHOLE = `(
  select r.reference from intake.reference r
  join store.events e on e.stream_id = 'intelligence-report-' || r.report_urn and e.data ->> 'reportUrn' = r.report_urn
  join (select record::json -> 'item' ->> 'id' as urn, count(*) as times from audit.record
        where record::json ->> 'action' = 'EvaluateIntelligenceReport' group by 1) a on a.urn = r.report_urn and a.times = 1
  join intake.outcome o on o.report_urn = r.report_urn and o.outcome = 'recorded' and o.reference = r.reference
  where e.data #>> '{paragraphs,0,text}' like '%Note ' || right(r.reference, 6)::integer || '.'
) whole`;
