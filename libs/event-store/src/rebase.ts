/**
 * Re-basing: giving a store that was copied into another cluster positions that mean something there.
 *
 * Promise: the order of events stays what it was, and whoever had read up to an event has still read up to it, neither less nor
 * more; a new epoch makes every position that was handed out before a refused one. All of it is one transaction.
 * Invariants: nobody else is in the database meanwhile. Only positions change, which are places in this cluster's order and no part
 * of what was recorded. The new ones lie below every transaction this cluster will ever give.
 */
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { moveOrder, movePosition, PAST, type Placed } from './row-order.ts';
import { inTransactionOn } from './transaction.ts';

/** What a library keeps that follows the store's positions. Tables that are not there are passed over. */
export interface Rebased {
  /** tables with columns epoch, transaction_id and sequence: how far somebody has read */
  positions?: readonly string[];
  /** tables with columns transaction_id and sequence (an identity): rows in an order of their own */
  orders?: readonly string[];
}

export interface RebaseEnd {
  events: number;
  /** positions that were carried over */
  positions: number;
}

// A store of millions is written once over.
const LIMITS = { statementMs: 3_600_000, idleMs: 60_000 };

/**
 * Re-bases a store. Run it as the role that owns the database, while no service uses it.
 * @throws TerminalFault 'store-not-moved' (nothing to do), 'store-in-use', 'cursor-epoch' (a position of another store's epoch)
 */
export const rebase = async (client: pg.Client, parts: readonly Rebased[]): Promise<RebaseEnd> => {
  await alone(client);
  return inTransactionOn(
    client,
    async () => {
      const epoch = await movedEpoch(client);
      const placed = await placeEvents(client);
      const positions = await there(
        client,
        parts.flatMap((part) => part.positions ?? []),
      );
      let carried = 0;
      for (const table of positions) carried += await movePosition(client, table, { ...epoch, placed: placed.table });
      for (const table of await there(
        client,
        parts.flatMap((part) => part.orders ?? []),
      ))
        await moveOrder(client, table);
      await unchecked(client, 'store.epoch', 'epoch_is_final', () =>
        client.query(
          'update store.epoch set epoch = $1, system_identifier = (select system_identifier::text from pg_control_system())',
          [epoch.next],
        ),
      );
      return { events: placed.rows, positions: carried };
    },
    LIMITS,
  );
};

const movedEpoch = async (client: pg.Client): Promise<{ was: string; next: string }> => {
  const { rows } = await client.query<{ epoch: string; next: string; here: boolean }>(
    `select e.epoch, gen_random_uuid() as next, e.system_identifier = c.system_identifier::text as here
       from store.epoch e, pg_control_system() c for update of e`,
  );
  const [row] = rows;
  if (!row || row.here)
    throw new TerminalFault('this store was made in this cluster: there is nothing to re-base', {
      code: 'store-not-moved',
    });
  return { was: row.epoch, next: row.next };
};

/** Whoever is just leaving is waited for. */
const alone = async (client: pg.Client): Promise<void> => {
  for (let looks = 0; looks < 20; looks += 1) {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and usesysid is not null`,
    );
    if (rows[0]?.n === 0) return;
    await pause(100);
  }
  throw new TerminalFault('somebody else is in this database: stop its service first', { code: 'store-in-use' });
};

const placeEvents = async (client: pg.Client): Promise<Placed> => {
  const placed = await unchecked(client, 'store.events', 'events_are_final', () => moveOrder(client, 'store.events'));
  await client.query('update store.streams set last_transaction_id = $1::xid8', [PAST]);
  return placed;
};

const there = async (client: pg.Client, tables: readonly string[]): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    'select name from unnest($1::text[]) as name where to_regclass(name) is not null',
    [tables],
  );
  return rows.map(({ name }) => name);
};

/** Work on rows that nobody changes otherwise: the trigger that refuses it is off for this transaction. */
const unchecked = async <T>(client: pg.Client, table: string, trigger: string, work: () => Promise<T>): Promise<T> => {
  await client.query(`alter table ${table} disable trigger ${trigger}`);
  const result = await work();
  await client.query(`alter table ${table} enable trigger ${trigger}`);
  return result;
};
