import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import pg from 'pg';
import { patiently } from './patiently.ts';
import { FaultPool, openPool } from './pool.ts';

const BUSY = { name: 'RetryableFault', code: 'database-unavailable', retryAfterSeconds: 1 };
let db: FreshDatabase;
let pool: pg.Pool;

beforeEach(async () => {
  db = await freshDatabase('pool');
  pool = openPool(db.url, { max: 1 });
  pool.options.connectionTimeoutMillis = 300;
});
afterEach(async () => {
  await pool.end();
  await db.drop();
});

it('whose connections are all taken says that it is busy, however it is asked', async () => {
  const taken = await pool.connect();
  const asked = await Promise.allSettled([
    pool.query('select 1'),
    pool.connect(),
    new Promise((_, reject) => pool.connect((error) => reject(error))),
  ]);
  taken.release();
  for (const one of asked) expect(one).toMatchObject({ status: 'rejected', reason: BUSY });
  expect((await pool.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

it('whose statement the server ended says that it passes, and what is wrong stays what it was', async () => {
  const itself = 'select pg_terminate_backend(pg_backend_pid())';
  await expect(pool.query(itself)).rejects.toMatchObject(BUSY);
  await expect(pool.query('select nothing')).rejects.toMatchObject({ code: '42703' });
});

it('outlives a connection that breaks while it is handed over and nobody listens to it yet', async () => {
  const taken = await pool.connect();
  const { rows } = await taken.query<{ pid: number }>('select pg_backend_pid() as pid');
  const ended = new Promise((resolve) => taken.once('end', resolve));
  await db.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await ended;
  await expect(taken.query('select 1')).rejects.toThrow();
  taken.release();
  expect((await pool.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

it('is waited for by what starts with it, and not for ever', async () => {
  const taken = await pool.connect();
  const look = () => patiently(() => pool.query<{ one: number }>('select 1 as one'), { forMs: 400 });
  await expect(look()).rejects.toMatchObject(BUSY);
  const waiting = patiently(() => pool.query<{ one: number }>('select 1 as one'));
  await pool.query('select 1').catch(() => undefined);
  taken.release();
  expect((await waiting).rows).toEqual([{ one: 1 }]);
  await expect(patiently(() => pool.query('select nothing'))).rejects.toMatchObject({ code: '42703' });
});

it('of a read model waits no longer and says the same', async () => {
  const readers = new FaultPool({ connectionString: db.url, max: 1, connectionTimeoutMillis: 1_000 });
  const taken = await readers.connect();
  const [asked] = await Promise.allSettled([readers.query('select 1')]);
  taken.release();
  await readers.end();
  expect(asked).toMatchObject({ status: 'rejected', reason: BUSY });
});
