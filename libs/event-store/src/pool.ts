import pg from 'pg';
import { openTransaction } from './one-transaction.ts';

/** A pool whose statements belong to the transaction they are asked in, where there is one (see asOneTransaction). */
class StorePool extends pg.Pool {
  constructor(config: pg.PoolConfig) {
    super(config);
    const alone = this.query.bind(this) as Ask;
    const asked: Ask = (...statement) =>
      openTransaction(this)?.query((client) => (client.query as Ask).apply(client, statement)) ?? alone(...statement);
    this.query = asked as typeof this.query;
  }
}

type Ask = (...statement: unknown[]) => Promise<unknown>;

/**
 * A pool that outlives its database: an idle connection that breaks is dropped and said, and the next caller gets
 * a new one. (A pool without that listener ends the process when PostgreSQL restarts.)
 * @param url postgres://role:password@host:port/database
 * @param options.max connections at most; default 10
 * @param options.onFault told of broken idle connections
 */
export const openPool = (
  url: string,
  options: { applicationName?: string; max?: number; onFault?: (fault: Error) => void } = {},
): pg.Pool => {
  const pool = new StorePool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'gatehouse',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  });
  pool.on('error', (fault) => options.onFault?.(fault));
  return pool;
};
