// What an import left in the database of the prison service, counted: each good line is there once, or it is told.
import { readAll, type Cursor } from '@gatehouse/event-store';
import { eventTypes } from '@gatehouse/prison-intelligence';
import { eventually, testPostgres } from '@gatehouse/testing';
import { join } from 'node:path';
import pg from 'pg';
import { openEventsOf } from '../opened-events.ts';

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

/** The deployment whose import it was. */
export interface Imported {
  namespace: string;
  folder: string;
}

export const whatStands = async (imported: Imported, references: readonly string[]): Promise<Standing> => {
  const url = new URL(testPostgres());
  url.pathname = `/${imported.namespace}_prison_intelligence`;
  const pool = new pg.Pool({ connectionString: url.href, max: 1 });
  const count = async (sql: string): Promise<number> =>
    (await pool.query<{ n: number }>(`select count(*)::integer as n from ${sql}`)).rows[0]?.n ?? 0;
  try {
    const { rows } = await pool.query<{ reference: string }>('select reference from intake.reference');
    const standing = new Set(rows.map(({ reference }) => reference));
    const given = new Set(references);
    const texts = await firstParagraphs(pool, imported);
    const joined = await pool.query<{ reference: string; report_urn: string }>(WHOLE);
    const whole = joined.rows.filter(({ reference, report_urn }) => isOfLine(reference, texts.get(report_urn)));
    return {
      missing: references.filter((reference) => !standing.has(reference)).length,
      strange: rows.filter(({ reference }) => !given.has(reference)).length,
      streams: await count(`store.streams where stream_id like 'intelligence-report-%'`),
      events: await count(`store.events where type = 'IntelligenceReportEvaluated'`),
      whole: whole.length,
      auditRecords: await count(`audit.record where record::json ->> 'action' = 'EvaluateIntelligenceReport'`),
    };
  } finally {
    await pool.end();
  }
};

const WHOLE = `
  select r.reference, r.report_urn from intake.reference r
  join store.events e on e.stream_id = 'intelligence-report-' || r.report_urn and e.data ->> 'reportUrn' = r.report_urn
  join (select record::json -> 'item' ->> 'id' as urn, count(*) as times from audit.record
        where record::json ->> 'action' = 'EvaluateIntelligenceReport' group by 1) a on a.urn = r.report_urn and a.times = 1
  join intake.outcome o on o.report_urn = r.report_urn and o.outcome = 'recorded' and o.reference = r.reference`;

/** A text ends in "Note 7." where the reference ends in 000007: no line got another line's report. */
const isOfLine = (reference: string, text = ''): boolean => text.endsWith(`Note ${Number(reference.slice(-6))}.`);

/** The first paragraph of each report, by its URN, opened with the service's keys. */
const firstParagraphs = async (pool: pg.Pool, { namespace, folder }: Imported): Promise<Map<string, string>> => {
  const kept = join(folder, '.gatehouse/data');
  const at = { namespace, keysFolder: join(kept, 'keys'), itemKeysFolder: join(kept, 'item-keys') };
  const close = await openEventsOf(pool, 'prison-intelligence', eventTypes, at);
  try {
    const texts = new Map<string, string>();
    const { rows } = await pool.query<{ last: string }>('select max(sequence)::text as last from store.events');
    let cursor: Cursor | null = null;
    // Another suite's open transaction may hold the reader back for a while.
    await eventually(
      async () => {
        for (
          let events = await readAll(pool, cursor, AT_ONCE);
          events.length > 0;
          events = await readAll(pool, cursor, AT_ONCE)
        ) {
          for (const { type, data } of events)
            if (type === 'IntelligenceReportEvaluated') keep(texts, data as Evaluated);
          cursor = events.at(-1)!.cursor;
        }
        if ((cursor as Cursor | null)?.sequence !== rows[0]?.last) throw new Error('not all can be read yet');
      },
      { timeoutMs: 60_000 },
    );
    return texts;
  } finally {
    close();
  }
};

interface Evaluated {
  reportUrn: string;
  paragraphs: { text: string }[];
}
const AT_ONCE = 1_000;
const keep = (texts: Map<string, string>, { reportUrn, paragraphs }: Evaluated): void =>
  void texts.set(reportUrn, paragraphs[0]?.text ?? '');
