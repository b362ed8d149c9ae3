import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, freshDatabase } from '@gatehouse/testing';
import type pg from 'pg';
import { append } from './append.ts';
import type { Cursor } from './event.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { knowEvents } from './known-events.ts';
import { migrate } from './migrations.ts';
import { readAll } from './read-all.ts';
import { inTransaction } from './transaction.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
  knowEvents(db.pool, { Noted: [] });
  await migrate(db.pool, [eventStoreMigrations]);
});
afterAll(() => db.drop());

const context = { metadata: { correlationId: 'c' }, recordedAt: new Date('2026-03-01T09:00:00Z') };
const event = { type: 'Noted', data: {} };
const write = (stream: string) => inTransaction(db.pool, (client) => append(client, stream, 0, [event], context));

/** Reads on until nothing is left, as every consumer does. */
const drain = async (from: Cursor | null): Promise<{ seen: string[]; last: Cursor | null }> => {
  const seen: string[] = [];
  for (let last = from; ;) {
    const events = await readAll(db.pool, last, 3);
    if (events.length === 0) return { seen, last };
    seen.push(...events.map((e) => e.streamId));
    last = events.at(-1)!.cursor;
  }
};

/** The horizon is the whole cluster's: another database's open transaction may hold it back for a moment. */
const drainUntil = async (from: Cursor | null, streams: number): Promise<string[]> => {
  const seen: string[] = [];
  let last = from;
  await eventually(async () => {
    const read = await drain(last);
    seen.push(...read.seen);
    last = read.last;
    expect(seen.length).toBeGreaterThanOrEqual(streams);
  });
  return [...seen, ...(await drain(last)).seen];
};

/** The place after everything that is written so far. */
const end = async (): Promise<Cursor> => {
  const recorded = await write(`end-${(ends += 1)}`);
  await eventually(async () => expect((await drain(null)).last).toEqual(recorded[0]?.cursor));
  return recorded[0]!.cursor;
};
let ends = 0;

/** The reader of so many systems: the highest number seen, and what is above it. */
const naiveReader = () => {
  let position = '0';
  return async (): Promise<string[]> => {
    const { rows } = await db.pool.query<{ stream_id: string; sequence: string }>(
      'select stream_id, sequence from store.events where sequence > $1 order by sequence',
      [position],
    );
    position = rows.at(-1)?.sequence ?? position;
    return rows.map((row) => row.stream_id);
  };
};

const openTransaction = async (): Promise<pg.PoolClient> => {
  const client = await db.pool.connect();
  await client.query('begin');
  return client;
};

describe('reading everything', () => {
  it('never skips a slow transaction that later ones overtake, where a sequence as cursor does', async () => {
    const last = await end();
    const naive = naiveReader();
    await naive();
    const slow = await openTransaction();
    await append(slow, 'slow', 0, [event], context);
    await write('fast-1');
    await write('fast-2');

    const naiveSaw = await naive();
    const before = await drain(last);
    await slow.query('commit');
    slow.release();
    naiveSaw.push(...(await naive()));

    expect(before.seen).toEqual([]);
    expect(await drainUntil(before.last, 3)).toEqual(['slow', 'fast-1', 'fast-2']);
    expect(naiveSaw).toEqual(['fast-1', 'fast-2']);
  });

  it('never skips under many writers of every length', async () => {
    const from = await end();
    const seen: string[] = [];
    let last: Cursor = from;
    let writing = true;
    const reader = (async () => {
      while (writing) {
        const read = await drain(last);
        seen.push(...read.seen);
        last = read.last!;
      }
    })();
    const writers = Array.from({ length: 12 }, async (_, writer) => {
      for (let n = 0; n < 25; n += 1) {
        await inTransaction(db.pool, async (client) => {
          await append(client, `many-${writer}-${n}-a`, 0, [event], context);
          if ((writer + n) % 3 === 0) await client.query('select pg_sleep($1)', [(writer % 4) / 200]);
          await append(client, `many-${writer}-${n}-b`, 0, [event], context);
        });
      }
    });
    await Promise.all(writers);
    writing = false;
    await reader;
    seen.push(...(await drainUntil(last, 600 - seen.length)));
    expect(new Set(seen).size).toBe(600);
    expect(seen).toHaveLength(600);
  });

  it('goes past a transaction that rolled back', async () => {
    const last = await end();
    const failed = await openTransaction();
    await append(failed, 'rolled-back', 0, [event], context);
    await write('after-it');
    await failed.query('rollback');
    failed.release();
    expect(await drainUntil(last, 1)).toEqual(['after-it']);
  });

  it('keeps an event inside a savepoint in the order of its transaction', async () => {
    const last = await end();
    await inTransaction(db.pool, async (client) => {
      await append(client, 'saved-1', 0, [event], context);
      await client.query('savepoint s');
      await append(client, 'saved-2', 0, [event], context);
      await client.query('release savepoint s');
    });
    expect(await drainUntil(last, 2)).toEqual(['saved-1', 'saved-2']);
  });
});

describe('a cursor', () => {
  it('of another epoch, from the future, or none at all is refused', async () => {
    const last = await end();
    const refused = (cursor: Cursor, code: string) =>
      expect(readAll(db.pool, cursor, 1)).rejects.toMatchObject({ code });
    await refused({ ...last, epoch: '00000000-0000-4000-8000-000000000000' }, 'cursor-epoch');
    await refused({ ...last, transactionId: '900000000000000000' }, 'cursor-ahead');
    await refused({ ...last, transactionId: '1; drop' }, 'cursor');
    await refused({ ...last, sequence: '-1' }, 'cursor');
    await refused({ ...last, sequence: '9'.repeat(30) }, 'cursor');
  });

  it('a store that was restored into another cluster refuses to be read and to start', async () => {
    const moved = await freshDatabase();
    await migrate(moved.pool, [eventStoreMigrations]);
    await moved.pool.query('alter table store.epoch disable trigger all');
    await moved.pool.query(`update store.epoch set system_identifier = '7000000000000000001'`);
    await expect(readAll(moved.pool, null, 1)).rejects.toMatchObject({ code: 'store-moved' });
    await expect(migrate(moved.pool, [eventStoreMigrations])).rejects.toMatchObject({ code: 'store-moved' });
    await moved.drop();
  });
});
