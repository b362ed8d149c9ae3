import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import type pg from 'pg';
import { append } from './append.ts';
import { appendToStreams, type StreamAppend } from './append-to-streams.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { knowEvents } from './known-events.ts';
import { migrate } from './migrations.ts';
import { readAll } from './read-all.ts';
import { readStream } from './read-stream.ts';
import { StreamConflict } from './stream-conflict.ts';
import { inTransaction } from './transaction.ts';

let db: FreshDatabase;
beforeAll(async () => {
  db = await freshDatabase();
  knowEvents(db.pool, { Noted: [] });
  await migrate(db.pool, [eventStoreMigrations]);
});
afterAll(() => db.drop());

const context = { metadata: { correlationId: 'c-1' }, recordedAt: new Date('2026-03-01T09:00:00.123Z') };
const notes = (name: string, count = 1) =>
  Array.from({ length: count }, (_, n) => ({ type: 'Noted', data: { text: `${name} ${n}` } }));
const to = (streamId: string, expectedVersion: number, count = 1): StreamAppend => ({
  streamId,
  expectedVersion,
  events: notes(`${streamId} after ${expectedVersion}`, count),
});
const write = (...appends: StreamAppend[]) =>
  inTransaction(db.pool, (client) => appendToStreams(client, appends, context));
const lengths = async (...streams: string[]): Promise<number[]> =>
  Promise.all(streams.map(async (stream) => (await readStream(db.pool, stream)).length));
const heads = async (): Promise<unknown> =>
  (await db.pool.query('select * from store.streams order by stream_id')).rows;

describe('appending to several streams', () => {
  it('gives back what a reader will read, in the given order, of streams that are there and of new ones', async () => {
    await write(to('several-known', 0, 2));
    const occurredAt = new Date('2026-02-01T00:00:00Z');
    const recorded = await write(
      to('several-z', 0, 2),
      { ...to('several-known', 2, 3), occurredAt },
      to('several-a', 0),
    );
    const read = await Promise.all(['several-z', 'several-known', 'several-a'].map((one) => readStream(db.pool, one)));
    expect(recorded).toEqual([...read[0]!, ...read[1]!.slice(2), ...read[2]!]);
    expect(read[1]!.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    expect(read[1]![4]).toMatchObject({ occurredAt, recordedAt: context.recordedAt });
    await eventually(async () => {
      const ids = new Set(recorded.map(({ eventId }) => eventId));
      const asRead = (await readAll(db.pool, null, 1_000)).filter(({ eventId }) => ids.has(eventId));
      expect(asRead).toEqual(recorded);
    });
  });

  it('takes one round trip for a hundred events', async () => {
    const asked: jest.SpiedFunction<pg.PoolClient['query']>[] = [];
    await inTransaction(db.pool, async (client) => {
      const spy = jest.spyOn(client, 'query');
      asked.push(spy);
      const appends = [to('hundred-one', 0, 50), ...Array.from({ length: 50 }, (_, n) => to(`hundred-${n}`, 0))];
      expect(await appendToStreams(client, appends, context)).toHaveLength(100);
      expect(spy).toHaveBeenCalledTimes(1);
      spy.mockRestore();
    });
    expect(await lengths('hundred-one', 'hundred-0', 'hundred-49')).toEqual([50, 1, 1]);
  });

  it('goes on with what append wrote, and append goes on with it', async () => {
    await inTransaction(db.pool, (client) => append(client, 'mixed', 0, notes('first'), context));
    await write(to('mixed', 1), to('mixed-other', 0));
    await inTransaction(db.pool, (client) => append(client, 'mixed', 2, notes('third'), context));
    expect(await lengths('mixed', 'mixed-other')).toEqual([3, 1]);
  });

  it('has nothing to do for streams without events', async () => {
    expect(await write({ streamId: 'nothing', expectedVersion: 0, events: [] })).toEqual([]);
    expect(await write()).toEqual([]);
  });
});

describe('a stream that somebody else wrote', () => {
  it.each([
    ['moved on', [to('there-new', 0), to('there-a', 1), to('there', 1)], 'there'],
    ['has begun', [to('there-new', 0), to('there', 0), to('there-a', 1)], 'there'],
    ['is not there', [to('there-new', 0), to('there-a', 1), to('there-none', 4)], 'there-none'],
  ])('and that %s is named, nothing is written, and the transaction goes on', async (_how, appends, streamId) => {
    await inTransaction(db.pool, (client) =>
      appendToStreams(client, [to('there', 0, 2), to('there-a', 0)], context),
    ).catch(() => undefined);
    const before = await heads();
    await inTransaction(db.pool, async (client) => {
      const refused = await appendToStreams(client, appends, context).catch((fault: unknown) => fault);
      expect(refused).toBeInstanceOf(ConcurrencyConflict);
      expect((refused as StreamConflict).streamId).toBe(streamId);
      expect((await client.query('select 1')).rowCount).toBe(1);
    });
    expect(await heads()).toEqual(before);
    expect(await lengths('there', 'there-a', 'there-new')).toEqual([2, 1, 0]);
  });

  it('in a later transaction is named as well', async () => {
    await write(to('later', 0), to('later-b', 0));
    await inTransaction(db.pool, async (client) => {
      await client.query('select pg_current_xact_id()');
      await write(to('later', 1));
      const refused = appendToStreams(client, [to('later-b', 1), to('later', 2)], context);
      await expect(refused).rejects.toMatchObject({ streamId: 'later' });
    });
    expect(await lengths('later', 'later-b')).toEqual([2, 1]);
  });

  it('is named to the caller alone: no message and nothing that is logged shows it', async () => {
    const refused = await write(to('subject-of-custody', 7)).catch((fault: unknown) => fault);
    expect((refused as StreamConflict).streamId).toBe('subject-of-custody');
    expect([String(refused), inspect(refused), JSON.stringify(refused)].join()).not.toContain('subject-of-custody');
  });

  it('named twice in one append is refused', async () => {
    await expect(write(to('twice', 0), to('twice', 1))).rejects.toMatchObject({ code: 'event-malformed' });
    expect(await lengths('twice')).toEqual([0]);
  });
});

describe('writers of the same streams', () => {
  const waiting = async (): Promise<number | null> => {
    const asked = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return (await db.pool.query(asked)).rowCount;
  };
  const takesKnown = 'select 1 from store.streams where stream_id = $1 for update';
  const takesNew = 'insert into store.streams values ($1, 1, pg_current_xact_id())';

  it.each([
    ['that are there', 1, takesKnown],
    ['that begin', 0, takesNew],
  ])('in opposite orders never wait for each other both: streams %s', async (how, version, takes) => {
    const streams = Array.from({ length: 9 }, (_, n) => `opposite-${how}-${n}`);
    if (version > 0) await write(...streams.map((stream) => to(stream, 0)));
    // Somebody has the one in the middle until both writers wait: whoever locks as it was told has half of the streams by then.
    const middle = await db.pool.connect();
    let both: Promise<unknown>[] = [];
    try {
      await middle.query('begin');
      await middle.query(takes, [streams[4]]);
      both = [streams, streams.toReversed()].map((order) => write(...order.map((stream) => to(stream, version))));
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

  it('one of which begins a stream the other is just beginning beside another: no half can be committed', async () => {
    let outcome: unknown;
    const begun = await db.pool.connect();
    try {
      await begun.query('begin');
      await appendToStreams(begun, [to('race-b', 0)], context);
      const both = inTransaction(db.pool, async (client) => {
        outcome = await appendToStreams(client, [to('race-a', 0), to('race-b', 0)], context).catch((fault) => fault);
        // Whoever swallows the conflict must not commit the half.
      });
      await eventually(async () => expect(await waiting()).toBe(1));
      await begun.query('commit');
      await expect(both).rejects.toMatchObject({ code: 'not-committed' });
    } finally {
      begun.release();
    }
    expect(outcome).toMatchObject({ streamId: 'race-b' });
    expect(await lengths('race-a', 'race-b')).toEqual([0, 1]);
    await write(to('race-a', 0), to('race-b', 1));
    expect(await lengths('race-a', 'race-b')).toEqual([1, 2]);
  });
});
