// Programs of three years on one store: what the oldest wrote the newest reads as its own, and an old one put in the place of a
// newer one says so instead of guessing.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import type pg from 'pg';
import { append } from './append.ts';
import type { Decider } from './decider.ts';
import type { EventTypes } from './event-catalogue.ts';
import type { DomainEvent, RecordedEvent } from './event.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { currentData } from './known-events.ts';
import { migrate } from './migrations.ts';
import { firstProgram, inFirst, inSecond, inThird, secondProgram, thirdProgram, type Moved } from './moves.fixture.ts';
import type { StoredData } from './open-events.ts';
import { openPool } from './pool.ts';
import { readAll } from './read-all.ts';
import { readStream } from './read-stream.ts';
import { runDecider } from './run-decider.ts';
import { startStreams } from './start-streams.ts';
import { inTransaction } from './transaction.ts';

let db: FreshDatabase;
const pools: pg.Pool[] = [];
const program = (...events: EventTypes[]): pg.Pool => {
  const pool = openPool(db.url, { max: 2, events });
  pools.push(pool);
  return pool;
};
let first: pg.Pool;
let second: pg.Pool;
let third: pg.Pool;
beforeAll(async () => {
  db = await freshDatabase();
  [first, second, third] = [program(firstProgram), program(secondProgram), program(thirdProgram)];
  await migrate(first, [eventStoreMigrations]);
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await db.drop();
});

const context = { metadata: { correlationId: 'c' }, recordedAt: new Date('2026-03-01T09:00:00Z') };
const write = (pool: pg.Pool, stream: string, version: number, ...events: DomainEvent[]) =>
  inTransaction(pool, (client) => append(client, stream, version, events, context));
const writtenByAll = async (stream: string): Promise<void> => {
  await write(first, stream, 0, inFirst('A-12'), inFirst('A-13'));
  await write(second, stream, 2, inSecond('B', '7'));
  await write(third, stream, 3, inThird('C', '1', 'asked'));
};
const asToday = [
  { wing: 'A', cell: '12', reason: null },
  { wing: 'A', cell: '13', reason: null },
  { wing: 'B', cell: '7', reason: null },
  { wing: 'C', cell: '1', reason: 'asked' },
];
const versionsStored = async (stream: string): Promise<number[]> => {
  const asked = 'select type_version from store.events where stream_id like $1 order by stream_id, version';
  return (await db.pool.query<StoredData>(asked, [stream])).rows.map((row) => row.type_version);
};

describe('an event written by an older program', () => {
  it('stays in its own version, and is read in the version of today: stream, whole store, own statement', async () => {
    await writtenByAll('moves-read');
    expect(await versionsStored('moves-read')).toEqual([1, 1, 2, 3]);
    expect((await readStream(third, 'moves-read')).map(({ data }) => data)).toEqual(asToday);
    const { rows } = await third.query<StoredData>(
      `select event_id, stream_id, type, type_version, data from store.events where stream_id = 'moves-read' order by version`,
    );
    expect(rows.map((row) => currentData<Moved>(third, row))).toEqual(asToday);
    await eventually(async () => {
      const own = (await readAll(third, null, 1_000)).filter(({ streamId }) => streamId === 'moves-read');
      expect(own.map(({ data }) => data)).toEqual(asToday);
    });
  });

  it('is what a decider of today decides on, and what it writes is of today', async () => {
    await writtenByAll('moves-decided');
    const cells: Decider<string, string[], Moved, never> = {
      initial: () => [],
      decide: (cell) => ({
        outcome: 'accepted',
        events: [{ type: 'Moved', data: { wing: 'D', cell, reason: 'asked' } }],
      }),
      evolve: (seen, { data }) => [...seen, `${data.wing}-${data.cell}`],
    };
    const ran = await inTransaction(third, (client) => runDecider(client, cells, 'moves-decided', '5', context));
    expect(ran).toMatchObject({ outcome: 'accepted', state: ['A-12', 'A-13', 'B-7', 'C-1', 'D-5'] });
    expect(await versionsStored('moves-decided')).toEqual([1, 1, 2, 3, 3]);
  });

  it('many streams begun at once are of the version of today as well', async () => {
    const starts = ['1', '2'].map((cell) => ({ streamId: `moves-begun-${cell}`, event: inSecond('E', cell) }));
    await inTransaction(second, (client) => startStreams(client, starts, context));
    expect(await versionsStored('moves-begun-%')).toEqual([2, 2]);
    expect(await readStream(third, 'moves-begun-2')).toMatchObject([{ data: { wing: 'E', cell: '2', reason: null } }]);
  });

  it('of a program that does not know of versions is a first one', async () => {
    await db.pool.query(`insert into store.streams values ('moves-before', 1, pg_current_xact_id())`);
    await db.pool
      .query(`insert into store.events (event_id, stream_id, version, type, data, metadata, occurred_at, recorded_at)
      values (gen_random_uuid(), 'moves-before', 1, 'Moved', '{"room": "F-3"}', '{}', now(), now())`);
    expect(await readStream(third, 'moves-before')).toMatchObject([{ data: { wing: 'F', cell: '3', reason: null } }]);
  });
});

describe('a program put in the place of a newer one', () => {
  const newer = { code: 'event-from-newer-code', message: expect.stringMatching(/Moved .* version 3.* knows 1:/) };

  it('neither reads nor goes on with a stream it knows too little of', async () => {
    await write(third, 'moves-newer', 0, inThird('A', '1', 'asked'));
    await expect(readStream(first, 'moves-newer')).rejects.toMatchObject(newer);
    const { rows } = await first.query<StoredData>(`select * from store.events where stream_id = 'moves-newer'`);
    expect(() => currentData(first, rows[0]!)).toThrow(expect.objectContaining(newer));
    const decided = inTransaction(first, (client) =>
      runDecider(client, { initial: () => 0, decide: never, evolve: never }, 'moves-newer', null, context),
    );
    await expect(decided).rejects.toMatchObject(newer);
    expect(await versionsStored('moves-newer')).toEqual([3]);
  });

  it('reads the whole store up to the first such event, and says so there, again and again', async () => {
    const own = await freshDatabase();
    const [old, young] = [firstProgram, thirdProgram].map((events) => openPool(own.url, { max: 1, events: [events] }));
    try {
      await migrate(own.pool, [eventStoreMigrations]);
      await write(old!, 'moves-1', 0, inFirst('A-1'), inFirst('A-2'));
      await write(young!, 'moves-2', 0, inThird('A', '3', 'asked'));
      let seen: RecordedEvent[] = [];
      await eventually(async () => {
        seen = await readAll(old!, null, 10);
        expect(await readAll(young!, null, 10)).toHaveLength(3);
        expect(seen).toHaveLength(2);
      });
      for (const _ of [1, 2]) await expect(readAll(old!, seen[1]!.cursor, 10)).rejects.toMatchObject(newer);
      expect(await readAll(young!, seen[1]!.cursor, 10)).toHaveLength(1);
    } finally {
      await Promise.all([old, young].map((pool) => pool!.end()));
      await own.drop();
    }
  });
});

const never = (): never => {
  throw new Error('must not be asked');
};
