import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import pg from 'pg';
import { append } from './append.ts';
import type { Cursor } from './event.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { knowEvents } from './known-events.ts';
import { migrate } from './migrations.ts';
import { readAll } from './read-all.ts';
import { rebase } from './rebase.ts';
import { inTransaction } from './transaction.ts';

let db: FreshDatabase;
let url: string;
let pool: pg.Pool;

const context = { metadata: { correlationId: 'rebase' }, recordedAt: new Date('2026-03-02T10:00:00Z') };
const write = (stream: string, version: number, count = 1) =>
  inTransaction(pool, (client) =>
    append(
      client,
      stream,
      version,
      Array.from({ length: count }, (_, n) => ({ type: 'Noted', data: { n } })),
      context,
    ),
  );
const namesFrom = async (after: Cursor | null) =>
  (await readAll(pool, after, 100)).map(({ streamId, version }) => `${streamId}@${version}`);
const open = () => {
  pool = new pg.Pool({ connectionString: url });
  knowEvents(pool, { Noted: [] });
};
/** As rows stand in a younger cluster: places far beyond what it has given, and another cluster's name. */
const moveAway = async () => {
  await pool.query('alter table store.events disable trigger all');
  await pool.query('alter table store.epoch disable trigger all');
  for (const [table, column] of [
    ['store.events', 'transaction_id'],
    ['store.streams', 'last_transaction_id'],
    ['reading', 'transaction_id'],
  ])
    await pool.query(`update ${table} set ${column} = (${column}::text::bigint + 1000000000)::text::xid8`);
  await pool.query(`update store.epoch set system_identifier = '7000000000000000001'`);
  await pool.query('alter table store.events enable trigger all');
  await pool.query('alter table store.epoch enable trigger all');
};
const rebased = async (parts = [{ positions: ['reading', 'not.there'] }]) => {
  await pool.end();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await rebase(client, parts);
  } finally {
    await client.end();
    open();
  }
};
const position = async (name: string): Promise<Cursor | null> => {
  const { rows } = await pool.query<{ epoch: string; transaction_id: string; sequence: string }>(
    'select epoch, transaction_id, sequence from reading where name = $1',
    [name],
  );
  const [row] = rows;
  return row ? { epoch: row.epoch, transactionId: row.transaction_id, sequence: row.sequence } : null;
};
const standAt = async (name: string, { epoch, transactionId, sequence }: Cursor) =>
  pool.query('insert into reading values ($1, $2, $3, $4)', [name, epoch, transactionId, sequence]);

beforeEach(async () => {
  db = await freshDatabase('rebase');
  url = db.url;
  open();
  await migrate(pool, [eventStoreMigrations]);
  await pool.query('create table reading (name text primary key, epoch text, transaction_id xid8, sequence bigint)');
});
afterEach(async () => {
  await pool.end();
  await db.drop();
});

describe('a store that was copied into another cluster', () => {
  it('keeps its order and its readers, is read and written on, and refuses the positions of before', async () => {
    await write('a', 0, 3);
    await write('b', 0);
    await write('a', 3);
    const before = await eventually(async () => {
      const events = await readAll(pool, null, 100);
      expect(events).toHaveLength(5);
      return events;
    });
    await standAt('half', before[2]!.cursor);
    await standAt('all', before.at(-1)!.cursor);
    await standAt('none', { ...before[0]!.cursor, transactionId: '3', sequence: '0' });
    await moveAway();
    await expect(write('a', 4)).rejects.toThrow();
    await expect(readAll(pool, null, 1)).rejects.toMatchObject({
      code: 'store-moved',
      message: expect.stringContaining('docs/backup-and-restore.md'),
    });

    expect(await rebased()).toEqual({ events: 5, positions: 3 });
    const names = before.map(({ streamId, version }) => `${streamId}@${version}`);
    await eventually(async () => expect(await namesFrom(null)).toEqual(names));
    await write('a', 4);
    await write('c', 0);
    await eventually(async () =>
      expect(await namesFrom(await position('half'))).toEqual([...names.slice(3), 'a@5', 'c@1']),
    );
    await eventually(async () => expect(await namesFrom(await position('all'))).toEqual(['a@5', 'c@1']));
    await eventually(async () => expect(await namesFrom(await position('none'))).toEqual([...names, 'a@5', 'c@1']));
    await expect(readAll(pool, before[0]!.cursor, 1)).rejects.toMatchObject({ code: 'cursor-epoch' });
    await migrate(pool, [eventStoreMigrations]);
    await expect(pool.query(`update store.events set type = 'Other'`)).rejects.toThrow(/never changed/);
    expect((await readAll(pool, null, 100)).map(({ eventId }) => eventId).slice(0, 5)).toEqual(
      before.map(({ eventId }) => eventId),
    );
  });

  it('is re-based again after it was moved again', async () => {
    await write('a', 0);
    await moveAway();
    await rebased();
    await write('a', 1);
    await moveAway();
    expect(await rebased()).toEqual({ events: 2, positions: 0 });
    await write('a', 2);
    await eventually(async () => expect(await namesFrom(null)).toEqual(['a@1', 'a@2', 'a@3']));
  });

  it('is not re-based where it is at home, while somebody uses it, or with a position of another store', async () => {
    await write('a', 0);
    await expect(rebased()).rejects.toMatchObject({ code: 'store-not-moved' });
    await moveAway();
    const somebody = new pg.Client({ connectionString: url });
    await somebody.connect();
    await expect(rebased()).rejects.toMatchObject({ code: 'store-in-use' });
    await somebody.end();
    await standAt('foreign', { epoch: '00000000-0000-4000-8000-000000000000', transactionId: '900', sequence: '1' });
    await expect(rebased()).rejects.toMatchObject({ code: 'cursor-epoch' });
    await expect(readAll(pool, null, 1)).rejects.toMatchObject({ code: 'store-moved' });
  });
});
