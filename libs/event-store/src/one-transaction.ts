/**
 * Several pieces of work as one transaction, without handing a connection through everything in between.
 *
 * Promise: whatever runs inside `asOneTransaction` and asks the same pool, by `inTransaction` or by a query of a pool made by
 * `openPool`, does it on one connection and commits, or leaves nothing, as a whole; it reads what it wrote.
 * Invariants: a part that fails is undone to its own savepoint, so that the rest may go on; parts take turns, since one
 * connection does one thing at a time; work that outlives the whole is on its own again.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';
import { asFault } from './database-faults.ts';

/** One level of nesting: those who ask at the same level take turns. */
export class OneTransaction {
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly pool: pg.Pool,
    private readonly client: pg.PoolClient,
    private readonly whole: { over: boolean } = { over: false },
  ) {}

  isOpenFor(pool: pg.Pool): boolean {
    return this.pool === pool && !this.whole.over;
  }

  /** Runs work so that its own transactions are parts of this one. */
  async around<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await open.run(this, work);
    } finally {
      this.whole.over = true;
      await this.#turn;
    }
  }

  /** Runs a part in a savepoint. @throws what the part threw, database errors as faults; the part is undone */
  part<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      await this.client.query('savepoint part');
      try {
        const inner = new OneTransaction(this.pool, this.client, this.whole);
        const result = await open.run(inner, () => work(this.client));
        await this.client.query('release savepoint part');
        return result;
      } catch (error) {
        await this.client.query('rollback to savepoint part; release savepoint part').catch(() => undefined);
        throw asFault(error);
      }
    });
  }

  /** One statement of a pool, asked on this transaction's connection. */
  query(ask: (client: pg.PoolClient) => Promise<unknown>): Promise<unknown> {
    return this.#inTurn(() => ask(this.client));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

const open = new AsyncLocalStorage<OneTransaction>();

/** The transaction that the present work is a part of, if it is one of this pool. */
export const openTransaction = (pool: pg.Pool): OneTransaction | undefined => {
  const known = open.getStore();
  return known?.isOpenFor(pool) ? known : undefined;
};

/** Whether what is asked of this pool now belongs to a transaction around it (see asOneTransaction). */
export const isPartOfTransaction = (pool: pg.Pool): boolean => openTransaction(pool) !== undefined;
