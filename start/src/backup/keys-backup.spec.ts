import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUpKeys, restoreKeys, type KeysPlace } from './keys-backup.ts';

let around: string;
let place: KeysPlace;
let elsewhere: KeysPlace;
let folder: string;
const on = (day: string) => ({ at: new Date(`${day}T09:00:00Z`), keepDays: 7 });

beforeEach(() => {
  around = mkdtempSync(join(tmpdir(), 'gatehouse-keys-backup-'));
  folder = join(around, 'sets');
  place = { keys: join(around, 'keys'), password: join(around, 'postgres', 'admin-password') };
  elsewhere = { keys: join(around, 'new', 'keys'), password: join(around, 'new', 'postgres', 'admin-password') };
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
