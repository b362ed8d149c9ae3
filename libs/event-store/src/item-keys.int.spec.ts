// A store of events and the store of its keys: which belongs to which, and what a restore of one, the other or both brings back.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { backUpKeyStore, type ItemKeyStore } from '@gatehouse/item-keys';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import type pg from 'pg';
import { append } from './append.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { destroyMarked, giveUpLostItems, markForDestruction, openItemKeys } from './item-keys.ts';
import { migrate } from './migrations.ts';
import { openPool } from './pool.ts';
import { readHistory, readStream } from './read-stream.ts';
import { sealed } from './sealing.ts';
import { inTransaction } from './transaction.ts';

const agencyKey = randomBytes(32).toString('base64url');
const NOW = new Date('2026-03-01T09:00:00Z');
let db: FreshDatabase;
let folder: string;
let file: string;
const pools: pg.Pool[] = [];
const stores: ItemKeyStore[] = [];
const opened = async (at = file, url = db.url) => {
  const pool = openPool(url, { max: 2, events: [{ Said: sealed({ clear: [] }) }] });
  pools.push(pool);
  const keys = await openItemKeys(pool, { file: at, agencyKey }, NOW);
  stores.push(keys);
  return { pool, keys };
};
const write = (pool: pg.Pool, stream: string, version = 0) =>
  inTransaction(pool, (client) =>
    append(client, stream, version, [{ type: 'Said', data: { words: stream } }], {
      metadata: { correlationId: 'c' },
      recordedAt: NOW,
    }),
  );
const mark = (pool: pg.Pool, item: string) => inTransaction(pool, (client) => markForDestruction(client, [item], NOW));

beforeEach(async () => {
  db = await freshDatabase('item_keys');
  await migrate(db.pool, [eventStoreMigrations]);
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-item-keys-'));
  file = join(folder, 'item-keys.sqlite');
});
afterEach(async () => {
  for (const keys of stores.splice(0)) keys.close();
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
  await db.drop();
  rmSync(folder, { recursive: true });
});

it('a database once sealed is opened with its own store alone; none and another one are said, and none is made', async () => {
  await write((await opened()).pool, 'a');
  await expect(opened(join(folder, 'gone.sqlite'))).rejects.toMatchObject({ code: 'key-store-missing' });
  const other = await freshDatabase('item_keys_other');
  const foreign = join(folder, 'other.sqlite');
  await migrate(other.pool, [eventStoreMigrations]);
  await opened(foreign, other.url);
  await expect(opened(foreign)).rejects.toMatchObject({ code: 'key-store-foreign' });
  expect((await readStream((await opened()).pool, 'a'))[0]?.data).toEqual({ words: 'a' });
  await pools.find((pool) => pool.options.connectionString === other.url)?.end();
  pools.splice(
    pools.findIndex((pool) => pool.options.connectionString === other.url),
    1,
  );
  await other.drop();
});

it('processes that begin at the same time begin with one store, and give an item one key', async () => {
  const [one, two] = await Promise.all([opened(), opened()]);
  await Promise.all([write(one.pool, 'a'), write(two.pool, 'b'), write(one.pool, 'c')]);
  const both = await Promise.allSettled([write(one.pool, 'd'), write(two.pool, 'd')]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  for (const { pool } of [one, two])
    for (const stream of ['a', 'b', 'c', 'd'])
      expect((await readStream(pool, stream))[0]?.data).toEqual({ words: stream });
});

it('what was to be destroyed is destroyed by the next start, after a kill in between', async () => {
  const { pool, keys } = await opened();
  await write(pool, 'a');
  await write(pool, 'b');
  await mark(pool, 'a');
  expect(keys.keysOf(['a']).get('a')).not.toBe('destroyed');
  const next = await opened();
  expect((await readHistory(next.pool, 'a')).map(({ erased }) => erased)).toEqual([true]);
  expect((await readStream(next.pool, 'b')).length).toBe(1);
  expect(await readStream(pool, 'a')).toEqual([]);
});

it('a store that was copied before a key was destroyed does not bring it back with the database of today', async () => {
  const { pool, keys } = await opened();
  await write(pool, 'a');
  await write(pool, 'b');
  const copy = join(folder, 'copy.sqlite');
  await backUpKeyStore(file, copy);
  await mark(pool, 'a');
  await destroyMarked(pool, keys);
  const restored = await opened(copy);
  expect(restored.keys.keysOf(['a']).get('a')).toBe('destroyed');
  expect(await readStream(restored.pool, 'a')).toEqual([]);
  expect((await readStream(restored.pool, 'b')).length).toBe(1);
});

it('the store of today does not open it for a database that was restored from before', async () => {
  const { pool, keys } = await opened();
  await write(pool, 'a');
  await keys.destroy(['a'], NOW);
  // As the database was before it was marked.
  expect((await db.pool.query('select from store.destroyed_key')).rowCount).toBe(0);
  expect((await readHistory((await opened()).pool, 'a')).map(({ erased }) => erased)).toEqual([true]);
});

it('a backup of the keys that lacks those of the newest items is refused by name, before anything reads', async () => {
  const { pool } = await opened();
  await write(pool, 'a');
  const old = join(folder, 'old.sqlite');
  await backUpKeyStore(file, old);
  await expect(opened(old)).resolves.toBeDefined();
  await write(pool, 'b');
  await expect(opened(old)).rejects.toMatchObject({
    code: 'key-store-behind',
    message: expect.stringContaining('1 of'),
  });
  expect(await giveUpLostItems(pool, { file: old, agencyKey }, NOW)).toBe(1);
  const without = await opened(old);
  expect((await readHistory(without.pool, 'b')).map(({ erased }) => erased)).toEqual([true]);
  expect((await readStream(without.pool, 'a')).length).toBe(1);
  await expect(write(without.pool, 'b', 1)).rejects.toMatchObject({ code: 'item-erased' });
});
