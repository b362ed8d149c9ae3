import { chmod, chown, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { partyKeyFile, readPartyKeys } from './party-key-file.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'keys-')), 'held');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const file = () => join(folder, 'kz-police.keys.json');

it('makes the keys once and finds them again', async () => {
  const made = await partyKeyFile(folder, 'kz-police');
  expect(await partyKeyFile(folder, 'kz-police')).toEqual(made);
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

it('starts at the same time agree on one set of keys and leave nothing else behind', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => partyKeyFile(folder, 'kz-police')));
  expect(new Set(all.map((keys) => keys.signing.kid)).size).toBe(1);
  expect(await readdir(folder)).toEqual(['kz-police.keys.json']);
});

it('refuses a file that others can read', async () => {
  await partyKeyFile(folder, 'kz-police');
  await chmod(file(), 0o640);
  await expect(partyKeyFile(folder, 'kz-police')).rejects.toMatchObject({ code: 'key-file' });
});

it('refuses a damaged file and one of another party, and never writes over it', async () => {
  const keys = await partyKeyFile(folder, 'kz-police');
  const texts = [
    '{',
    '{}',
    JSON.stringify({ ...keys, party: 'kz-prison-service' }),
    JSON.stringify({ ...keys, signing: { ...keys.signing, x: keys.encryption.x } }),
    JSON.stringify({ ...keys, cursor: 'c2hvcnQ' }),
  ];
  for (const text of texts) {
    await writeFile(file(), text);
    await expect(partyKeyFile(folder, 'kz-police')).rejects.toMatchObject({ code: 'key-file' });
    expect(await readFile(file(), 'utf8')).toBe(text);
  }
});

it('takes no party id that could leave the folder', async () => {
  await expect(partyKeyFile(folder, '../elsewhere')).rejects.toMatchObject({ code: 'key-file' });
});

describe('keys that somebody else put there', () => {
  it('are read and never made', async () => {
    const made = await partyKeyFile(folder, 'kz-police');
    expect(await readPartyKeys(file(), 'kz-police')).toEqual(made);
    const missing = join(folder, 'nobody.keys.json');
    await expect(readPartyKeys(missing, 'kz-police')).rejects.toMatchObject({ code: 'key-file' });
    expect(await readdir(folder)).toEqual(['kz-police.keys.json']);
  });

  it('are refused when they are another party’s or open to others', async () => {
    await partyKeyFile(folder, 'kz-police');
    await expect(readPartyKeys(file(), 'kz-prison-service')).rejects.toMatchObject({ code: 'key-file' });
    for (const mode of [0o640, 0o604]) {
      await chmod(file(), mode);
      await expect(readPartyKeys(file(), 'kz-police')).rejects.toMatchObject({ code: 'key-file' });
    }
  });

  const asRoot = process.geteuid?.() === 0;
  (asRoot ? it : it.skip)(
    'may be readable by one group when they belong to another user, as a platform mounts them',
    async () => {
      const made = await partyKeyFile(folder, 'kz-police');
      await chown(file(), 65_534, 65_534);
      await chmod(file(), 0o440);
      expect(await readPartyKeys(file(), 'kz-police')).toEqual(made);
      await chmod(file(), 0o444);
      await expect(readPartyKeys(file(), 'kz-police')).rejects.toMatchObject({ code: 'key-file' });
    },
  );
});
