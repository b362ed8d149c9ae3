// Every sample, in a store as it stood there, is projected by every read model of its service; what they then show is what a rebuild
// makes of it.
import { knowEvents, migrate, type EventTypes, type MigrationSet } from '@gatehouse/event-store';
import * as police from '@gatehouse/police-liaison';
import * as prison from '@gatehouse/prison-intelligence';
import { migrateReadModel, Projector, rebuild, type Projection, type ReadModel } from '@gatehouse/projections';
import * as sources from '@gatehouse/source-registry';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { CATALOGUES } from './catalogues.ts';
import { readSample, sampleFiles, type Sample } from './sample.ts';

interface ReadSide {
  eventTypes: readonly EventTypes[];
  projections: readonly Projection[];
  database: { migrations: readonly MigrationSet[]; readModel: ReadModel };
}
const READ_SIDES: [service: string, ReadSide][] = [
  ['prison-intelligence', prison],
  ['police-liaison', police],
  ['source-registry', sources],
];

/** A row as some program left it: in the version it wrote, which today's writes no more. */
const leave = async (pool: pg.Pool, sample: Sample, version: number): Promise<void> => {
  await pool.query(
    `with head as (insert into store.streams values ($1, $2, pg_current_xact_id())
       on conflict (stream_id) do update set version = excluded.version, last_transaction_id = excluded.last_transaction_id)
     insert into store.events (event_id, stream_id, version, type, type_version, data, metadata, occurred_at, recorded_at)
     values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      sample.streamId,
      version,
      sample.type,
      sample.typeVersion,
      sample.data,
      sample.metadata,
      sample.occurredAt,
      sample.recordedAt,
    ],
  );
};

describe.each(READ_SIDES)('what %s ever wrote', (service, { eventTypes, projections, database }) => {
  // In the order of the unions: what begins a stream stands before what goes on with it.
  const samples = [...CATALOGUES[service]!.types().keys()].flatMap((type) =>
    sampleFiles()
      .map(readSample)
      .filter((sample) => sample.type === type),
  );
  let db: FreshDatabase;
  beforeAll(async () => {
    db = await freshDatabase(`golden_${service}`);
    knowEvents(db.pool, ...eventTypes);
    await migrate(db.pool, database.migrations);
    await migrateReadModel(db.url, database.readModel);
    const versions = new Map<string, number>();
    for (const sample of samples) {
      const version = (versions.get(sample.streamId) ?? 0) + 1;
      versions.set(sample.streamId, version);
      await leave(db.pool, sample, version);
    }
  });
  afterAll(() => db.drop());

  it.each(projections)('$name takes it, and a rebuild makes the same of it', async (projection) => {
    const projector = new Projector(db.pool, projection);
    const { rows } = await db.pool.query<{ n: string }>('select max(sequence)::text as n from store.events');
    await eventually(async () => {
      await projector.runOnce();
      expect((await projector.position())?.sequence).toBe(rows[0]?.n);
    });
    expect(await rebuild(db.pool, projection, { check: true })).toMatchObject({ end: 'alike' });
    for (const { name } of projection.tables)
      expect((await db.pool.query(`select 1 from read.${name} limit 1`)).rowCount).toBe(1);
  });
});
