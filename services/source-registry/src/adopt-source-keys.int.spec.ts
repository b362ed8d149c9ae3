import { makeItemKey } from '@gatehouse/crypto';
import { knowEvents, migrate, openItemKeys, type ItemKeyStore } from '@gatehouse/event-store';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { adoptSourceKeys } from './adopt-source-keys.ts';
import { database } from './database.ts';
import { eventTypes } from './event-types.ts';
import { Vault } from './vault.ts';

let db: FreshDatabase;
let keys: ItemKeyStore;
beforeEach(async () => {
  db = await freshDatabase('source_registry');
  knowEvents(db.pool, ...eventTypes);
  await migrate(db.pool, database.migrations);
  keys = await openItemKeys(db.pool, db.itemKeys, new Date('2026-03-01T09:00:00Z'));
});
afterEach(async () => {
  keys.close();
  await db.drop();
});

/** As a version before this one left it. */
const left = async (sourceId: string, wrapped: string): Promise<void> => {
  await db.pool.query(`insert into vault.source_key values ($1, $2, now())`, [sourceId, wrapped]);
};
const rows = async () => (await db.pool.query('select from vault.source_key')).rowCount;

it('keys that stood in the database open what they sealed, from the store, and stand in the database no more', async () => {
  const sources = Array.from({ length: 3 }, () => {
    const sourceId = randomUUID();
    return { sourceId, ...makeItemKey(db.itemKeys.agencyKey, sourceId) };
  });
  for (const { sourceId, wrapped } of sources) await left(sourceId, wrapped);
  await adoptSourceKeys(db.pool, keys);
  expect(await rows()).toBe(0);
  // Killed after it was kept and before it was taken away.
  await left(sources[0]!.sourceId, sources[0]!.wrapped);
  await adoptSourceKeys(db.pool, keys);
  const vault = new Vault(keys);
  for (const { sourceId, key } of sources)
    expect(vault.keyOf(sourceId).open('identity', key.seal('identity', sourceId))).toBe(sourceId);
});

it('a key that the vault key did not wrap is a fault, and stays where it is', async () => {
  const sourceId = randomUUID();
  await left(sourceId, makeItemKey(randomBytes(32).toString('base64url'), sourceId).wrapped);
  await expect(adoptSourceKeys(db.pool, keys)).rejects.toMatchObject({ code: 'malformed' });
  expect([await rows(), keys.keysOf([sourceId]).size]).toEqual([1, 0]);
});

it('a source that was forgotten is neither read nor written, and one that never was opens nothing', async () => {
  const vault = new Vault(keys);
  const sourceId = randomUUID();
  const sealed = (await vault.fresh(sourceId)).seal('identity', 'x');
  await keys.destroy([sourceId], new Date('2026-03-02T09:00:00Z'));
  const lost = expect.objectContaining({ code: 'source-key-lost' }) as unknown as Error;
  expect(() => vault.keyOf(sourceId)).toThrow(lost);
  expect(() => vault.keysOf([sourceId])).toThrow(lost);
  expect(() => vault.keyOf(randomUUID()).open('identity', sealed)).toThrow(
    expect.objectContaining({ code: 'malformed' }) as unknown as Error,
  );
});
