import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inTransaction, migrate } from '@gatehouse/event-store';
import type { Failpoint } from '@gatehouse/failpoints';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import pg from 'pg';
import { auditRecord } from './audit-record.fixture.ts';
import { auditTrailMigrations } from './migrations.ts';
import { record } from './record.ts';
import { createPublished, published, sequencerOf, SOURCE, tableBus } from './sequencer.fixture.ts';

const LOADER = new URL('../../../start/typescript-loader.mjs', import.meta.url).href;
const CRASH = fileURLToPath(new URL('sequencer.crash.ts', import.meta.url));

let database: FreshDatabase;
let pool: pg.Pool;

beforeEach(async () => {
  database = await freshDatabase('sequencer');
  pool = database.pool;
  await migrate(pool, [auditTrailMigrations]);
  await createPublished(pool);
});
afterEach(() => database.drop());

const write = (action: string) =>
  inTransaction(pool, (client) => record(client, auditRecord({ source: SOURCE, action })));
const numbers = async () => (await published(pool)).map(({ number }) => number);
const actions = async () =>
  (await published(pool)).map(({ record: text }) => (JSON.parse(text) as { action: string }).action);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const untilShipped = (count: number) =>
  eventually(async () => {
    await sequencerOf(pool).runOnce();
    const { rows } = await pool.query('select 1 from audit.record where shipped_at is not null');
    expect(rows.length).toBe(count);
  });

describe('the sequencer of a source', () => {
  it('waits for a transaction that began earlier, and numbers in its order', async () => {
    const slow = new pg.Client({ connectionString: database.url });
    slow.on('error', () => undefined);
    await slow.connect();
    await slow.query('begin');
    await record(slow, auditRecord({ source: SOURCE, action: 'slow' }));
    await write('quick');
    expect(await sequencerOf(pool).runOnce()).toBe(0);
    expect(await numbers()).toEqual([]);
    await slow.query('commit');
    await slow.end();
    await untilShipped(2);
    expect(await actions()).toEqual(['slow', 'quick']);
    expect(await numbers()).toEqual([1, 2]);
  });

  it('writes nothing, and so commits nothing, while nothing waits', async () => {
    await write('one');
    await untilShipped(1);
    const place = async () => (await pool.query<{ at: string }>('select xmin::text as at from audit.source')).rows;
    const before = await place();
    expect(before).toHaveLength(1);
    expect(await sequencerOf(pool).runOnce()).toBe(0);
    expect(await place()).toEqual(before);
  });

  it('leaves no gap where a transaction rolled back', async () => {
    await write('first');
    await inTransaction(pool, async (client) => {
      await record(client, auditRecord({ source: SOURCE, action: 'never happened' }));
      throw new Error('the work failed');
    }).catch(() => undefined);
    await write('second');
    await untilShipped(2);
    expect(await actions()).toEqual(['first', 'second']);
    expect(await numbers()).toEqual([1, 2]);
  });

  it('keeps numbers dense and shipping in order under concurrent writers and three sequencers', async () => {
    const writers = upTo(8).map(async (writer) => {
      for (const n of upTo(20)) await write(`${writer}.${n}`);
    });
    let writing = true;
    const sequencers = upTo(3).map(async () => {
      while (writing) await sequencerOf(pool).runOnce();
    });
    await Promise.all(writers);
    writing = false;
    await Promise.all(sequencers);
    await untilShipped(160);
    expect(await numbers()).toEqual(upTo(160));
  });

  it('ships again what the bus did not acknowledge, under the same numbers', async () => {
    await write('first');
    await write('second');
    const refusing = { publish: () => Promise.reject(new Error('no broker')) };
    await eventually(async () => {
      await expect(sequencerOf(pool, refusing).runOnce()).rejects.toThrow('no broker');
      const { rows } = await pool.query('select number from audit.record where number is not null');
      expect(rows.length).toBe(2);
    });
    expect((await pool.query('select 1 from audit.record where shipped_at is not null')).rowCount).toBe(0);
    await untilShipped(2);
    expect(await numbers()).toEqual([1, 2]);
  });

  it('numbers rows that came from another cluster, whose transaction ids lie ahead', async () => {
    await write('before');
    await pool.query(
      `insert into audit.record (record_id, source, transaction_id, record, salt, entry_hash)
       select gen_random_uuid(), source, '9000000000'::xid8, record, salt, entry_hash from audit.record`,
    );
    await untilShipped(2);
    expect(await numbers()).toEqual([1, 2]);
  });

  it('never gives a number twice, even when shipped rows have been deleted', async () => {
    await write('first');
    await untilShipped(1);
    await pool.query('delete from audit.record');
    await write('second');
    await untilShipped(1);
    expect(await numbers()).toEqual([1, 2]);
  });

  it.each<[Failpoint, number[]]>([
    ['sequence.before-commit', [1, 2, 3]],
    ['sequence.after-commit', [1, 2, 3]],
    // Shipped but not marked: the keeper sees both again, under the same numbers.
    ['ship.after-acknowledgement', [1, 2, 1, 2, 3]],
  ])('survives being killed at %s', async (failpoint, expected) => {
    await write('first');
    await write('second');
    await eventually(async () => expect(await killedAt(failpoint)).toBe('SIGKILL'));
    await write('third');
    await untilShipped(3);
    expect(await numbers()).toEqual(expected);
    const { rows } = await pool.query<{ n: string }>('select number as n from audit.record order by number');
    expect(rows.map(({ n }) => Number(n))).toEqual([1, 2, 3]);
  });
});

// With rows of other tests' transactions still running there may be nothing to number yet; then the process ends by itself.
const killedAt = async (failpoint: Failpoint): Promise<NodeJS.Signals | null> => {
  const env = { ...process.env, GATEHOUSE_FAILPOINT: failpoint };
  const child = spawn(process.execPath, ['--import', LOADER, CRASH, database.url], { env, stdio: 'inherit' });
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal;
};

describe('audit rows', () => {
  it('cannot be altered, truncated, or deleted before they were shipped', async () => {
    await write('first');
    const attempts = [
      `update audit.record set record = '{}'`,
      `update audit.record set salt = decode(repeat('00', 32), 'hex')`,
      'delete from audit.record',
      'truncate audit.record',
      'update audit.record set shipped_at = clock_timestamp()',
    ];
    for (const attempt of attempts) await expect(pool.query(attempt)).rejects.toThrow();
    await untilShipped(1);
    for (const attempt of ['update audit.record set number = 7', 'update audit.record set shipped_at = null'])
      await expect(pool.query(attempt)).rejects.toThrow('not altered');
    expect(await numbers()).toEqual([1]);
  });

  it('roll back with the work they record', async () => {
    const work = inTransaction(pool, async (client) => {
      await record(client, auditRecord({ source: SOURCE }));
      throw new Error('the work failed');
    });
    await expect(work).rejects.toThrow('the work failed');
    expect((await pool.query('select 1 from audit.record')).rowCount).toBe(0);
    expect(await sequencerOf(pool, tableBus(pool)).runOnce()).toBe(0);
  });
});
