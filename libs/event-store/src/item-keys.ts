/**
 * A store's events and the keys of their items: brought together at a service's start, taken apart when an item is forgotten.
 *
 * Promise: events that were sealed with one key store are never read or written with another. A destruction that was begun is
 * finished, whatever was killed or restored in between.
 */
import { openKeyStore, type ItemKeyStore, type KeyStoreAt } from '@gatehouse/item-keys';
import { failpoint } from '@gatehouse/failpoints';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { sealWith } from './known-events.ts';
import type { Queryable } from './transaction.ts';

/** So many of the newest events are held against the store at a start. */
const LOOKED_AT = 200;

/**
 * Opens the key store of a pool's events and seals with it from now on. Made at the first start; later ones want the same.
 * @param now from the clock port
 * @throws TerminalFault 'key-store-missing' | 'key-store-foreign' | 'key-store-behind' (an old backup of it: the newest events have no
 *   key there) | 'key-store-open-to-others' | 'key-store-damaged'
 */
export const openItemKeys = async (pool: pg.Pool, at: KeyStoreAt, now: Date): Promise<ItemKeyStore> => {
  const known = await boundTo(pool);
  const keys = await openKeyStore(at, known);
  try {
    if (known === null) await bind(pool, keys, now);
    await destroyMarked(pool, keys);
    await checkNewest(pool, keys);
    sealWith(pool, keys);
    return keys;
  } catch (fault) {
    keys.close();
    throw fault;
  }
};

/**
 * Says in the caller's transaction that items are to be forgotten. `destroyMarked` does it after the commit; a kill in between is made good at
 * the next start. Nothing is added to them any more from then on.
 * @param now from the clock port
 */
export const markForDestruction = async (
  queryable: Queryable,
  itemIds: readonly string[],
  now: Date,
): Promise<void> => {
  await queryable.query(
    'insert into store.destroyed_key (item_id, destroyed_at) select unnest($1::text[]), $2 on conflict do nothing',
    [itemIds, now],
  );
  failpoint('item-keys.destroy.marked');
};

/**
 * Destroys the keys of all items that were marked and still have one, or never had any.
 * @returns how many; throws RetryableFault 'key-not-overwritten', 'key-store-busy'
 */
export const destroyMarked = async (pool: pg.Pool, keys: ItemKeyStore): Promise<number> => {
  const { rows } = await pool.query<{ item_id: string; destroyed_at: Date }>(
    'select item_id, destroyed_at from store.destroyed_key order by destroyed_at',
  );
  const found = keys.keysOf(rows.map((row) => row.item_id));
  const left = rows.filter((row) => found.get(row.item_id) !== 'destroyed');
  for (const [at, these] of Map.groupBy(left, (row) => row.destroyed_at))
    await keys.destroy(
      these.map((row) => row.item_id),
      at,
    );
  return left.length;
};

/**
 * Gives up the items whose key is in no backup any more: they read as erased from then on, and the service starts again.
 * @param now from the clock port
 * @returns how many were given up; throws what opening the store throws
 */
export const giveUpLostItems = async (pool: pg.Pool, at: KeyStoreAt, now: Date): Promise<number> => {
  const keys = await openKeyStore(at, await boundTo(pool));
  try {
    const { rows } = await pool.query<{ item: string }>(
      `select distinct data -> '$sealed' ->> 'item' as item from store.events where data ? '$sealed'`,
    );
    const items = rows.map(({ item }) => item);
    const found = keys.keysOf(items);
    const lost = items.filter((item) => !found.has(item));
    await markForDestruction(pool, lost, now);
    await destroyMarked(pool, keys);
    return lost.length;
  } finally {
    keys.close();
  }
};

const boundTo = async (pool: pg.Pool): Promise<string | null> =>
  (await pool.query<{ id: string }>('select id from store.key_store')).rows[0]?.id ?? null;

const bind = async (pool: pg.Pool, keys: ItemKeyStore, now: Date): Promise<void> => {
  await pool.query('insert into store.key_store (id, bound_at) values ($1, $2) on conflict do nothing', [keys.id, now]);
  if ((await boundTo(pool)) === keys.id) return;
  throw new TerminalFault('another process has begun with another key store', { code: 'key-store-foreign' });
};

const checkNewest = async (pool: pg.Pool, keys: ItemKeyStore): Promise<void> => {
  const { rows } = await pool.query<{ item: string }>(
    `select distinct data -> '$sealed' ->> 'item' as item from (
       select data from store.events order by transaction_id desc, sequence desc limit $1) newest
     where data ? '$sealed'`,
    [LOOKED_AT],
  );
  const items = rows.map(({ item }) => item);
  const found = keys.keysOf(items);
  const lacking = items.filter((item) => !found.has(item)).length;
  if (lacking > 0)
    throw new TerminalFault(
      `the key store is an old backup: it lacks the keys of ${lacking} of the newest items. Bring back a newer one`,
      { code: 'key-store-behind' },
    );
};
