// A transaction left idle silences every reader of the cluster, so whoever watches is told which backend it is.
import { eventually, freshDatabase } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { HorizonWatch, type Stall } from './horizon-watch.ts';

describe('a transaction left idle, in another database of the cluster', () => {
  let here: Awaited<ReturnType<typeof freshDatabase>>;
  let elsewhere: Awaited<ReturnType<typeof freshDatabase>>;
  let idle: pg.PoolClient;
  let ms = 0;
  const told: Stall[] = [];
  let watch: HorizonWatch;

  beforeAll(async () => {
    [here, elsewhere] = await Promise.all([freshDatabase(), freshDatabase()]);
    watch = new HorizonWatch({
      pool: here.pool,
      elapsed: () => ms,
      alarm: (_name, stall) => void told.push(stall as unknown as Stall),
    });
    idle = await elsewhere.pool.connect();
  });
  afterAll(async () => {
    idle.release();
    await Promise.all([here.drop(), elsewhere.drop()]);
  });

  const pid = async () => (await idle.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]!.pid;
  const looked = async (): Promise<number | null | undefined> => {
    await watch.look();
    return watch.stall?.pid;
  };

  it('is named with its backend once it has stood for five seconds, and told once', async () => {
    await idle.query('begin');
    const { rows } = await idle.query<{ id: string }>('select pg_current_xact_id()::text as id');
    // Nobody waits for it before somebody else has written.
    await watch.look();
    expect(told.some(({ transactionId }) => transactionId === rows[0]?.id)).toBe(false);
    await here.pool.query('select pg_current_xact_id()');
    // Others' transactions of the same cluster may be older for a moment.
    await eventually(async () => {
      ms += 5_000;
      expect(await looked()).toBe(await pid());
    });
    await looked();
    expect(told.filter(({ transactionId }) => transactionId === rows[0]?.id)).toHaveLength(1);
  });

  it('is forgotten when it ends', async () => {
    const before = await pid();
    await idle.query('commit');
    await eventually(async () => expect(await looked()).not.toBe(before));
  });

  it('is no stall while the horizon moves on from one transaction to the next', async () => {
    const ids: string[] = [];
    let before: pg.PoolClient | null = null;
    for (let round = 0; round < 5; round += 1) {
      const next: pg.PoolClient = await elsewhere.pool.connect();
      await next.query('begin');
      ids.push((await next.query<{ id: string }>('select pg_current_xact_id()::text as id')).rows[0]!.id);
      await before?.query('commit');
      before?.release();
      before = next;
      await watch.look();
      ms += 3_000;
      await watch.look();
    }
    await before?.query('commit');
    before?.release();
    expect(told.filter(({ transactionId }) => ids.includes(transactionId))).toEqual([]);
  });
});
