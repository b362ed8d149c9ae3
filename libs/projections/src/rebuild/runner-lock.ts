// Advisory locks of a session: they go with the process that holds them, and no transaction stays open meanwhile, so readers
// below the snapshot horizon are not held back.
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { runnerLock } from '../schema.ts';

/** @throws TerminalFault 'rebuild-running' when somebody else rebuilds this projection */
export const asOnlyRebuild = async <T>(pool: pg.Pool, projection: string, work: (c: pg.PoolClient) => Promise<T>) => {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    const { rows } = await client.query<{ alone: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as alone',
      [`gatehouse.rebuild.${projection}`],
    );
    if (rows[0]?.alone !== true)
      throw new TerminalFault(`${projection} is being rebuilt by another process`, { code: 'rebuild-running' });
    return await work(client);
  } finally {
    await client.query('select pg_advisory_unlock_all()').catch(onError);
    client.off('error', onError);
    client.release(broken);
  }
};

/** Holds a projection's runner still, once its batch under way has ended. What comes meanwhile it takes up afterwards. */
export const whileItStandsStill = async <T>(
  client: pg.ClientBase,
  projection: string,
  work: () => Promise<T>,
): Promise<T> => {
  const lock = [runnerLock(projection)];
  await client.query('select pg_advisory_lock(hashtextextended($1, 0))', lock);
  try {
    return await work();
  } finally {
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', lock);
  }
};
