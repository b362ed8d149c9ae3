/**
 * One worker at a time, without an open transaction.
 *
 * Promise: while the work runs, nobody else runs work under this name in this database; when the process or its
 * connection dies, PostgreSQL lets go at once. Invariant: no transaction is held open meanwhile, so readers below the
 * snapshot horizon are not held back by a slow broker.
 */
import type pg from 'pg';

/** @returns what the work gave; undefined when someone else has the lock */
export const withSessionLock = async <T>(
  pool: pg.Pool,
  name: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T | undefined> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    if (!(await taken(client, name))) return undefined;
    try {
      return await work(client);
    } finally {
      // A lock that cannot be given back goes with its connection.
      await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]).catch((fault: Error) => {
        broken ??= fault;
      });
    }
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
};

const taken = async (client: pg.PoolClient, name: string): Promise<boolean> => {
  const { rows } = await client.query<{ taken: boolean }>({
    name: 'bus-session-lock',
    text: 'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
    values: [name],
  });
  return rows[0]?.taken === true;
};
