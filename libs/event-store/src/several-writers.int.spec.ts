// Writers of several streams in each other's way: who lost knows which stream, and no half of what he wrote can be committed.
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import type pg from 'pg';
import { append } from './append.ts';
import { appendReady } from './append-ready.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { knowEvents } from './known-events.ts';
import { migrate } from './migrations.ts';
import { readStream } from './read-stream.ts';
import { readyEvents } from './ready-events.ts';
import { startStreams } from './start-streams.ts';
import { StreamConflict } from './stream-conflict.ts';
import { inTransaction } from './transaction.ts';

let db: FreshDatabase;
beforeAll(async () => {
  db = await freshDatabase();
  knowEvents(db.pool, { Noted: [] });
  await migrate(db.pool, [eventStoreMigrations]);
  await write(['there', 0], ['there', 1], ['there-a', 0]);
});
afterAll(() => db.drop());

type After = [streamId: string, version: number];
const context = { metadata: { correlationId: 'c-1' }, recordedAt: new Date('2026-03-01T09:00:00.123Z') };
const note = { type: 'Noted', data: { text: 'a' } };
const writeOn = (client: pg.ClientBase, after: After[]) =>
  appendReady(
    client,
    after.flatMap(([streamId, version]) => readyEvents(client, streamId, version, [note], context)),
  );
const write = (...after: After[]) => inTransaction(db.pool, (client) => writeOn(client, after));
const lengths = async (...streams: string[]): Promise<number[]> =>
  Promise.all(streams.map(async (stream) => (await readStream(db.pool, stream)).length));
const heads = async (): Promise<unknown> =>
  (await db.pool.query('select * from store.streams order by stream_id')).rows;
const waiting = async (): Promise<number | null> => {
  const asked = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return (await db.pool.query(asked)).rowCount;
};

describe('a stream that somebody else wrote', () => {
  const WRITTEN: [how: string, after: After[], named: string][] = [
    [
      'moved on',
      [
        ['there-new', 0],
        ['there-a', 1],
        ['there', 1],
      ],
      'there',
    ],
    [
      'has begun',
      [
        ['there-new', 0],
        ['there', 0],
        ['there-a', 1],
      ],
      'there',
    ],
    [
      'is not there',
      [
        ['there-new', 0],
        ['there-a', 1],
        ['there-none', 4],
      ],
      'there-none',
    ],
  ];

  it.each(WRITTEN)('and that %s is named', async (_how, after, named) => {
    await expect(write(...after)).rejects.toMatchObject({ streamId: named, code: 'concurrency-conflict' });
  });

  it.each(WRITTEN)('and that %s: whoever swallows the conflict commits nothing', async (_how, after) => {
    const before = await heads();
    const swallowed = inTransaction(db.pool, async (client) => {
      await append(client, 'swallowed', 0, [note], context);
      await writeOn(client, after).catch(() => undefined);
    });
    await expect(swallowed).rejects.toMatchObject({ code: 'not-committed' });
    expect(await heads()).toEqual(before);
    expect(await lengths('there', 'there-a', 'there-new', 'swallowed')).toEqual([2, 1, 0, 0]);
  });

  it('in a later transaction is named as well', async () => {
    await write(['later', 0], ['later-b', 0]);
    await inTransaction(db.pool, async (client) => {
      await client.query('select pg_current_xact_id()');
      await write(['later', 1]);
      await expect(
        writeOn(client, [
          ['later-b', 1],
          ['later', 2],
        ]),
      ).rejects.toMatchObject({ streamId: 'later' });
    }).catch(() => undefined);
    expect(await lengths('later', 'later-b')).toEqual([2, 1]);
  });

  it('is named to a writer of one stream, and of many that begin', async () => {
    const one = inTransaction(db.pool, (client) => append(client, 'there', 1, [note], context));
    await expect(one).rejects.toMatchObject({ streamId: 'there' });
    const starts = ['there-new', 'there'].map((streamId) => ({ streamId, event: note }));
    const many = inTransaction(db.pool, (client) => startStreams(client, starts, context));
    await expect(many).rejects.toMatchObject({ streamId: 'there' });
  });

  it('is named to the caller alone: no message and nothing that is logged shows it', async () => {
    const refused = await write(['subject-of-custody', 7]).catch((fault: unknown) => fault);
    expect((refused as StreamConflict).streamId).toBe('subject-of-custody');
    expect([String(refused), inspect(refused), JSON.stringify(refused)].join()).not.toContain('subject-of-custody');
  });

  it('at the same instant, beside another that begins: no half is committed', async () => {
    let outcome: unknown;
    const other = await db.pool.connect();
    let both: Promise<unknown> = Promise.resolve();
    try {
      await other.query('begin');
      await writeOn(other, [['race-b', 0]]);
      both = inTransaction(db.pool, async (client) => {
        outcome = await writeOn(client, [
          ['race-a', 0],
          ['race-b', 0],
        ]).catch((fault: unknown) => fault);
      });
      await eventually(async () => expect(await waiting()).toBe(1));
    } finally {
      await other.query('commit');
      other.release();
    }
    await expect(both).rejects.toMatchObject({ code: 'not-committed' });
    expect(outcome).toMatchObject({ streamId: 'race-b' });
    expect(await lengths('race-a', 'race-b')).toEqual([0, 1]);
    await write(['race-a', 0], ['race-b', 1]);
    expect(await lengths('race-a', 'race-b')).toEqual([1, 2]);
  });
});

describe('writers of the same streams in opposite orders', () => {
  const takesKnown = 'select 1 from store.streams where stream_id = $1 for update';
  const takesNew = 'insert into store.streams values ($1, 1, pg_current_xact_id())';

  it.each([
    ['that are there', 1, takesKnown],
    ['that begin', 0, takesNew],
  ])('never wait for each other both: streams %s', async (how, version, takes) => {
    const streams = Array.from({ length: 9 }, (_, n) => `opposite-${how}-${n}`);
    if (version > 0) await write(...streams.map((stream): After => [stream, 0]));
    // Somebody has the one in the middle until both writers wait: whoever locks as it was told has half of the streams by then.
    const middle = await db.pool.connect();
    let both: Promise<unknown>[] = [];
    try {
      await middle.query('begin');
      await middle.query(takes, [streams[4]]);
      both = [streams, streams.toReversed()].map((order) => write(...order.map((stream): After => [stream, version])));
      await eventually(async () => expect(await waiting()).toBe(2));
    } finally {
      await middle.query('rollback');
      middle.release();
    }
    const [won, lost] = (await Promise.allSettled(both)).toSorted((one) => (one.status === 'fulfilled' ? -1 : 1));
    expect(won!.status).toBe('fulfilled');
    // A deadlock is a conflict as well, but one that names no stream, found by PostgreSQL after a second.
    expect((lost as PromiseRejectedResult).reason).toBeInstanceOf(StreamConflict);
    expect(await lengths(...streams)).toEqual(streams.map(() => version + 1));
  });
});
