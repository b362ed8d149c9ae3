/**
 * Bounded transactions.
 *
 * Promise: the work commits as a whole or leaves nothing; the connection goes back to the pool either way.
 * Invariants: readers wait for the oldest open transaction (they never skip one), so none may stay open: statements and
 * pauses between them have limits. A connection is thrown away only when it is broken, since a new one is ten times dearer
 * than a rollback.
 */
import { ConcurrencyConflict, RetryableFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { asFault } from './database-faults.ts';
import { OneTransaction, openTransaction } from './one-transaction.ts';

/** Whatever a single query can be asked of. */
export type Queryable = pg.ClientBase | pg.Pool;

export interface TransactionLimits {
  /** milliseconds for one statement; default 15,000 */
  statementMs?: number;
  /** milliseconds between statements; default 10,000 */
  idleMs?: number;
  /** how often the work is run in all when it meets a ConcurrencyConflict; default 1. The work must bear running again. */
  attempts?: number;
}

/**
 * Runs work in one READ COMMITTED transaction; inside `asOneTransaction` as a part of that one, whose limits hold and which
 * runs again as a whole.
 * @throws what the work threw; database errors as faults (see asFault)
 */
export const inTransaction = async <T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  limits: TransactionLimits = {},
): Promise<T> => openTransaction(pool)?.part(work) ?? repeated(pool, work, limits);

/**
 * Runs work whose own transactions on this pool become parts of one: all of it commits, or nothing.
 * @throws what the work threw; database errors as faults (see asFault)
 */
export const asOneTransaction = <T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  limits: TransactionLimits = {},
): Promise<T> => inTransaction(pool, (client) => new OneTransaction(pool, client).around(() => work(client)), limits);

const repeated = async <T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  limits: TransactionLimits,
): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, work, limits);
    } catch (error) {
      const fault = asFault(error);
      if (!(fault instanceof ConcurrencyConflict) || attempt >= (limits.attempts ?? 1)) throw fault;
    }
  }
};

const once = async <T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  limits: TransactionLimits,
): Promise<T> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that dies between two statements says so by an event; unheard, it would end the process.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    return await inTransactionOn(client, work, limits, onError);
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
};

/**
 * Runs work in one transaction on a connection the caller holds and gives back.
 * @param onBroken told when not even the rollback could be said: the connection must not be used again
 */
export const inTransactionOn = async <C extends pg.ClientBase, T>(
  client: C,
  work: (client: C) => Promise<T>,
  { statementMs = 15_000, idleMs = 10_000 }: Omit<TransactionLimits, 'attempts'> = {},
  onBroken: (fault: Error) => void = () => undefined,
): Promise<T> => {
  try {
    await client.query(
      `begin isolation level read committed; set local statement_timeout = ${Math.trunc(statementMs)}; ` +
        `set local idle_in_transaction_session_timeout = ${Math.trunc(idleMs)}`,
    );
    const result = await work(client);
    const { command } = await client.query('commit');
    // PostgreSQL answers so, without an error, when a statement had failed and the work went on as if it had not.
    if (command !== 'COMMIT')
      throw new RetryableFault('a statement of this transaction had failed: nothing of it stands', {
        code: 'not-committed',
      });
    return result;
  } catch (error) {
    await client.query('rollback').catch(onBroken);
    throw asFault(error);
  }
};
