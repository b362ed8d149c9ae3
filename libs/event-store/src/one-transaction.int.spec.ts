import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';
import { freshDatabase } from '@gatehouse/testing';
import type pg from 'pg';
import { openPool } from './pool.ts';
import { asOneTransaction, inTransaction } from './transaction.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
let pool: pg.Pool;
beforeAll(async () => {
  db = await freshDatabase();
  await db.pool.query('create table kept (n integer primary key)');
  pool = openPool(db.url, { max: 1 });
});
beforeEach(() => db.pool.query('truncate kept'));
afterAll(async () => {
  await pool.end();
  await db.drop();
});

const kept = async (of: pg.Pool = db.pool) =>
  (await of.query<{ n: number }>('select n from kept order by n')).rows.map(({ n }) => n);
const keep = (n: number) => inTransaction(pool, (client) => client.query('insert into kept values ($1)', [n]));

it('commits its parts together, and reads what it wrote on one connection', async () => {
  const seen = await asOneTransaction(pool, async () => {
    await Promise.all([keep(1), keep(2)]);
    return { inside: await kept(pool), outside: await kept() };
  });
  expect(seen).toEqual({ inside: [1, 2], outside: [] });
  expect(await kept()).toEqual([1, 2]);
});

it('leaves nothing of any part when the whole fails', async () => {
  const failing = asOneTransaction(pool, async () => {
    await keep(1);
    throw new Error('the last thing failed');
  });
  await expect(failing).rejects.toThrow('the last thing failed');
  expect(await kept()).toEqual([]);
});

it('undoes a part that failed, with the parts inside it, and goes on', async () => {
  await asOneTransaction(pool, async () => {
    await keep(1);
    const part = inTransaction(pool, async () => {
      await keep(2);
      await keep(1);
    });
    await expect(part).rejects.toMatchObject({ code: '23505' });
    await keep(3);
  });
  expect(await kept()).toEqual([1, 3]);
});

it('runs again as a whole after a conflict in a part', async () => {
  let runs = 0;
  await asOneTransaction(
    pool,
    async () => {
      runs += 1;
      await keep(runs);
      if (runs === 1) await inTransaction(pool, async () => Promise.reject(new ConcurrencyConflict('too late')));
    },
    { attempts: 2 },
  );
  expect([runs, await kept()]).toEqual([2, [2]]);
});

it('lets what outlives it stand on its own', async () => {
  let later: () => Promise<unknown> = async () => undefined;
  await asOneTransaction(pool, async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const straggler = promise.then(() => keep(7));
    later = () => (resolve(), straggler);
  });
  await later();
  expect(await kept()).toEqual([7]);
});
