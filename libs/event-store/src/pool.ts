import pg from 'pg';
import { asFault } from './database-faults.ts';
import type { EventTypes } from './event-catalogue.ts';
import { knowEvents } from './known-events.ts';
import { openTransaction } from './one-transaction.ts';

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/** A pool that says as a fault why it gives no connection: all are taken for too long, or the database is away. */
export class FaultPool extends pg.Pool {
  constructor(config: pg.PoolConfig) {
    super(config);
    // Between the pool and whoever awaits a connection there is an instant in which nobody listens to it: a server that dies
    // just then would end the process. What broke is told by the next statement, and by the pool where it was idle.
    this.on('connect', (client) => client.on('error', () => undefined));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(told: Connected): void;
  override connect(told?: Connected): Promise<pg.PoolClient> | void {
    if (!told) return super.connect().catch(throwFault);
    super.connect((error, client, done) => told(error && (asFault(error) as Error), client, done));
  }
}

const throwFault = (error: unknown): never => {
  throw asFault(error);
};

/** A pool whose statements belong to the transaction they are asked in, where there is one (see asOneTransaction). */
class StorePool extends FaultPool {
  constructor(config: pg.PoolConfig) {
    super(config);
    const alone = this.query.bind(this) as Ask;
    const asked: Ask = (...statement) =>
      openTransaction(this)?.query((client) => (client.query as Ask).apply(client, statement)) ??
      alone(...statement).catch(throwFault);
    this.query = asked as typeof this.query;
  }
}

type Ask = (...statement: unknown[]) => Promise<unknown>;

/** Milliseconds that a caller waits for a connection. */
export const CONNECTED_WITHIN_MS = 10_000;

/**
 * A pool that outlives its database: an idle connection that breaks is dropped and said, and the next caller gets
 * a new one. (A pool without that listener ends the process when PostgreSQL restarts.)
 * What passes by itself (see asFault) is thrown as a fault by `query` and `connect`.
 * @param url postgres://role:password@host:port/database
 * @param options.max connections at most; default 10
 * @param options.events every type of event the database holds; a pool that is told none neither appends nor reads events
 * @param options.onFault told of broken idle connections
 */
export const openPool = (
  url: string,
  options: {
    applicationName?: string;
    max?: number;
    events?: readonly EventTypes[];
    onFault?: (fault: Error) => void;
  } = {},
): pg.Pool => {
  const pool = new StorePool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'gatehouse',
    connectionTimeoutMillis: CONNECTED_WITHIN_MS,
    idleTimeoutMillis: 60_000,
  });
  if (options.events) knowEvents(pool, ...options.events);
  pool.on('error', (fault) => options.onFault?.(fault));
  return pool;
};
