import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyStore } from '@gatehouse/item-keys';
import { backUpKeys, listKeySets, restoreKeys, type KeysPlace } from './keys-backup.ts';

let around: string;
let place: KeysPlace;
let elsewhere: KeysPlace;
let folder: string;
const on = (day: string) => ({ at: new Date(`${day}T09:00:00Z`), keepDays: 7 });

beforeEach(() => {
  around = mkdtempSync(join(tmpdir(), 'gatehouse-keys-backup-'));
  folder = join(around, 'sets');
  place = {
    keys: join(around, 'keys'),
    password: join(around, 'postgres', 'admin-password'),
    stores: [join(around, 'item-keys')],
  };
  elsewhere = {
    keys: join(around, 'new', 'keys'),
    password: join(around, 'new', 'postgres', 'admin-password'),
    stores: [join(around, 'new', 'item-keys')],
  };
  mkdirSync(join(place.keys, 'source-registry'), { recursive: true });
  mkdirSync(join(around, 'postgres'));
  writeFileSync(join(place.keys, 'source-registry', 'vault.json'), 'first');
  writeFileSync(place.password, 'secret');
});
afterEach(() => rmSync(around, { recursive: true }));

describe('the keys’ own backup', () => {
  it('brings back the newest set, the password with it', async () => {
    await backUpKeys(place, folder, on('2026-11-20'));
    writeFileSync(join(place.keys, 'source-registry', 'vault.json'), 'second');
    await backUpKeys(place, folder, on('2026-11-21'));
    await restoreKeys(folder, elsewhere);
    expect([
      readFileSync(join(elsewhere.keys, 'source-registry', 'vault.json'), 'utf8'),
      readFileSync(elsewhere.password, 'utf8'),
    ]).toEqual(['second', 'secret']);
  });

  it('brings the keys of items with it as they stood, a destroyed one as destroyed, while a service uses them', async () => {
    const agencyKey = Buffer.alloc(32, 7).toString('base64url');
    const fileIn = ({ stores }: KeysPlace) => join(stores[0]!, 'police-liaison', 'item-keys.sqlite');
    const store = await openKeyStore({ file: fileIn(place), agencyKey }, null);
    await store.make(['stays', 'goes']);
    await store.destroy(['goes'], new Date('2026-11-20T08:00:00Z'));
    await backUpKeys(place, folder, on('2026-11-20'));
    await store.make(['later']);
    await restoreKeys(folder, elsewhere);
    const restored = await openKeyStore({ file: fileIn(elsewhere), agencyKey }, store.id);
    const found = restored.keysOf(['stays', 'goes', 'later']);
    expect([...found.keys()].toSorted()).toEqual(['goes', 'stays']);
    expect(found.get('goes')).toBe('destroyed');
    store.close();
    restored.close();
  });

  it('is listed with the day on which each set goes', async () => {
    await backUpKeys(place, folder, on('2026-11-01'));
    const [set] = await listKeySets(folder, 14);
    expect(set).toEqual({
      name: 'keys-20261101T090000Z',
      takenAt: new Date('2026-11-01T09:00:00Z'),
      keptUntil: new Date('2026-11-15T09:00:00Z'),
    });
  });

  it('is short-lived: a set is gone when it is older than it may be', async () => {
    await backUpKeys(place, folder, on('2026-11-01'));
    expect((await backUpKeys(place, folder, on('2026-11-08'))).removed).toBe(0);
    expect((await backUpKeys(place, folder, on('2026-11-09'))).removed).toBe(1);
    expect(readdirSync(folder)).toEqual(['keys-20261108T090000Z', 'keys-20261109T090000Z']);
  });

  it('never lies in a folder of the database’s backup', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'backup.json'), '{}');
    await expect(backUpKeys(place, folder, on('2026-11-20'))).rejects.toMatchObject({ code: 'backup-folder' });
  });

  it('is not restored over keys, from nothing, or when it was changed', async () => {
    await expect(restoreKeys(folder, elsewhere)).rejects.toMatchObject({ code: 'backup-folder' });
    const { set } = await backUpKeys(place, folder, on('2026-11-20'));
    await expect(restoreKeys(folder, place)).rejects.toThrow(/overwrites nothing/);
    writeFileSync(join(set, 'keys', 'source-registry', 'vault.json'), 'other');
    await expect(restoreKeys(folder, elsewhere)).rejects.toMatchObject({ code: 'backup-damaged' });
    expect(readdirSync(around)).not.toContain('new');
  });
});
