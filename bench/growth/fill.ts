// Databases that have grown, filled by set-based SQL in the same shape that appends, projections and the keeper write; the log's
// tree is grown by its own integrator. What is measured afterwards is the real code on them.
import { auditTrailMigrations } from '@gatehouse/audit-trail';
import { canonicalJson } from '@gatehouse/crypto';
import { eventStoreMigrations, migrate } from '@gatehouse/event-store';
import { inboxReadModel } from '@gatehouse/inbox';
import { migrateReadModel, projectionsMigrations, readModelOptions } from '@gatehouse/projections';
import { DataSource } from 'typeorm';
import type { OpenLog } from '../log/oversight.ts';
import { SOURCE } from '../log/oversight.ts';
import type { Database } from '../stores/postgres.ts';
import { AT, METADATA, sampleEvent, sampleRecord } from '../stores/samples.ts';

export const EVENTS_OF_A_STREAM = 5;
const AT_A_TIME = 50_000;

/** Runs a statement for 1 to count in parts, each a transaction: $1 and $2 are its first and last. */
const inParts = async ({ pool }: Database, count: number, text: string, values: unknown[]): Promise<void> => {
  for (let from = 1; from <= count; from += AT_A_TIME)
    await pool.query(text, [from, Math.min(count, from + AT_A_TIME - 1), ...values]);
};

/** So many events, and the inbox of as many items as they have streams. */
export const fillStore = async (database: Database, events: number): Promise<DataSource> => {
  const { pool, url } = database;
  await migrate(pool, [eventStoreMigrations, auditTrailMigrations, projectionsMigrations]);
  const streams = events / EVENTS_OF_A_STREAM;
  await inParts(
    database,
    streams,
    `with heads as (
       insert into store.streams (stream_id, version, last_transaction_id)
       select 'grown-' || s, ${EVENTS_OF_A_STREAM}, pg_current_xact_id() from generate_series($1::integer, $2::integer) s)
     insert into store.events (event_id, stream_id, version, type, data, metadata, occurred_at, recorded_at)
     select gen_random_uuid(), 'grown-' || s, v, 'Noted', $3::jsonb, $4::jsonb, $5, $5
     from generate_series($1::integer, $2::integer) s, generate_series(1, ${EVENTS_OF_A_STREAM}) v`,
    [JSON.stringify(sampleEvent().data), JSON.stringify(METADATA), AT],
  );
  await migrateReadModel(url, inboxReadModel);
  const source = await new DataSource(readModelOptions(url, inboxReadModel)).initialize();
  await inParts(
    database,
    streams,
    `insert into read.inbox_item (item_id, product, originator, priority, immediate, corrected, withdrawn, envelope,
       provenance, standing, received_at)
     select gen_random_uuid()::text, 'prison-intelligence.intelligence-report.v1', 'kz-prison-service',
       case when s % 100 = 0 then 'IMMEDIATE' else 'ROUTINE' end, s % 100 = 0, false, false, $3::jsonb, $3::jsonb,
       '{"corrections":[]}', $4
     from generate_series($1::integer, $2::integer) s`,
    [JSON.stringify({ subjects: [], payload: sampleEvent().data }), AT],
  );
  await pool.query('vacuum analyze');
  return source;
};

/** So many kept records of the source, all in the log. */
export const fillLog = async (database: Database, log: OpenLog, records: number): Promise<void> => {
  const [before = '', after = ''] = canonicalJson({ ...sampleRecord(SOURCE), recordId: '#' }).split('#');
  await inParts(
    database,
    records,
    `insert into oversight.kept (source, number, record_id, record, salt, entry_hash, kept_at, agency, person, at)
     select $3, n, id, record, salt, sha256(salt || convert_to(record, 'UTF8')), $4, 'kz-prison-service', 'po-aidos', $4
     from generate_series($1::integer, $2::integer) n, lateral (select gen_random_uuid() as id where n > 0) ids,
       lateral (select $5::text || id || $6::text as record, sha256(id::text::bytea) as salt) filled`,
    [SOURCE, AT, before, after],
  );
  while ((await log.service.signing.step()) > 0);
  await database.pool.query('vacuum analyze');
};
