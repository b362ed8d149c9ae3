import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConcurrencyConflict, RetryableFault } from '@gatehouse/service-kit/faults';
import { freshDatabase } from '@gatehouse/testing';
import { openPool } from './pool.ts';
import { inTransaction } from './transaction.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
  await db.pool.query('create table kept (n integer primary key)');
});
afterAll(() => db.drop());

const kept = async () => (await db.pool.query<{ n: number }>('select n from kept order by n')).rows.map((row) => row.n);

describe('a transaction', () => {
  it('leaves nothing when the work fails, and gives the connection back also after SQL errors', async () => {
    const pool = openPool(db.url, { max: 1 });
    const pid = (await pool.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
    for (const sql of ['select 1/0', 'nonsense', 'insert into kept values (null)'])
      await expect(
        inTransaction(pool, async (client) => {
          await client.query('insert into kept values (1)');
          await client.query(sql);
        }),
      ).rejects.toHaveProperty('code');
    expect((await pool.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid).toBe(pid);
    expect(await kept()).toEqual([]);
    await pool.end();
  });

  it('whose work went on after a statement had failed says that nothing of it stands', async () => {
    const swallowed = inTransaction(db.pool, async (client) => {
      await client.query('insert into kept values (3)');
      await client.query('select 1/0').catch(() => undefined);
    });
    await expect(swallowed).rejects.toMatchObject({ name: 'RetryableFault', code: 'not-committed' });
    expect(await kept()).toEqual([]);
  });

  it('ends when it idles too long, as a fault, not as the end of the process', async () => {
    const idling = inTransaction(
      db.pool,
      async (client) => {
        await client.query('insert into kept values (2)');
        await new Promise<void>((resolve) => client.once('end', () => resolve()));
        await client.query('select 1');
      },
      { idleMs: 50 },
    );
    await expect(idling).rejects.toBeInstanceOf(Error);
    expect(await kept()).toEqual([]);
  });

  it('ends a statement that takes too long, as a retryable fault', async () => {
    await expect(
      inTransaction(db.pool, (client) => client.query('select pg_sleep(30)'), { statementMs: 50 }),
    ).rejects.toBeInstanceOf(RetryableFault);
  });

  it('whose connection is cut is a retryable fault', async () => {
    await expect(
      inTransaction(db.pool, (client) => client.query('select pg_terminate_backend(pg_backend_pid())')),
    ).rejects.toBeInstanceOf(RetryableFault);
  });

  it('a database that is not there is a retryable fault', async () => {
    const nowhere = openPool('postgres://nobody:none@127.0.0.1:1/none');
    await expect(inTransaction(nowhere, async () => 1)).rejects.toBeInstanceOf(RetryableFault);
    await nowhere.end();
  });

  it('runs again after a conflict as often as it is told', async () => {
    let runs = 0;
    const conflicting = async () => {
      runs += 1;
      if (runs < 3) throw new ConcurrencyConflict('in the way');
      return runs;
    };
    expect(await inTransaction(db.pool, conflicting, { attempts: 3 })).toBe(3);
    runs = 0;
    await expect(inTransaction(db.pool, conflicting, { attempts: 2 })).rejects.toBeInstanceOf(ConcurrencyConflict);
  });
});
