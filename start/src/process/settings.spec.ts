import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROCESSES } from '../parties.ts';
import { itemKeysBeside, itemKeysIn } from './item-keys-in.ts';
import { FILES, readSettings, requiredOf } from './settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settings-'));
});
afterEach(() => rm(folder, { recursive: true }));

const TOLD = {
  DATABASE_URL: 'postgres://own',
  KAFKA_BROKERS: 'a:1,b:2',
  KAFKA_PASSWORD: 'p',
  OIDC_ISSUER: 'https://id',
};
const keyFiles = () =>
  Promise.all(
    ['keys.json', 'public-keys.json', 'party-signing-keys.json', 'audit-subjects.key', 'item-keys.key'].map((file) =>
      writeFile(join(folder, file), '', { mode: 0o600 }),
    ),
  );

describe('the settings of a process', () => {
  it('name everything that is missing, at once', async () => {
    const failing = readSettings('oversight', folder, { KAFKA_BROKERS: 'a:1' });
    await expect(failing).rejects.toThrow(
      `oversight cannot start: set DATABASE_URL, KAFKA_PASSWORD, OIDC_ISSUER, KEYS_FILE (or ${folder}/keys.json), PUBLIC_KEYS_FILE (or ${folder}/public-keys.json), PARTY_SIGNING_KEYS_FILE (or ${folder}/party-signing-keys.json), AUDIT_SUBJECTS_FILE (or ${folder}/audit-subjects.key), LOG_KEY_FILE (or ${folder}/log.jwk.json)`,
    );
  });

  it('come from its folder, and from the environment before it', async () => {
    await keyFiles();
    const lines = Object.entries(TOLD).map(([name, value]) => `${name}='${value}'`);
    await writeFile(join(folder, 'service.env'), [...lines, `PORT='9001'`].join('\n'));
    const kept = await readSettings('police-liaison', folder, {});
    expect([kept.text('DATABASE_URL'), kept.port, kept.host, kept.namespace]).toEqual([
      'postgres://own',
      9001,
      '127.0.0.1',
      'gatehouse',
    ]);
    const told = await readSettings('police-liaison', folder, { PORT: '80', HOST: '0.0.0.0', KEYS_FILE: '/elsewhere' });
    expect([told.port, told.host, told.file('KEYS_FILE'), told.file('PUBLIC_KEYS_FILE')]).toEqual([
      80,
      '0.0.0.0',
      '/elsewhere',
      join(folder, 'public-keys.json'),
    ]);
  });

  it('give a service no secret it has no use for, also where the file lies beside it', async () => {
    await keyFiles();
    await writeFile(join(folder, FILES.LOG_KEY_FILE), '{}');
    const settings = await readSettings('police-liaison', folder, { ...TOLD, SOURCE_VAULT_FILE: '/elsewhere' });
    expect([settings.file('LOG_KEY_FILE'), settings.file('SOURCE_VAULT_FILE')]).toEqual([null, null]);
  });

  it('name where the keys of items are kept, what wraps them and how many are at hand, or that there are none', async () => {
    await keyFiles();
    await writeFile(join(folder, 'item-keys.key'), 'secret\n');
    const usual = await readSettings('police-liaison', folder, TOLD);
    expect(await itemKeysIn(usual)).toEqual({
      file: join(folder, 'item-keys.sqlite'),
      agencyKey: 'secret',
      cached: 10_000,
    });
    const env = { ...TOLD, STATE_FOLDER: '/state', ITEM_KEYS_CACHED: '5' };
    expect(await itemKeysBeside('police-liaison', '/nowhere', { ...env, DEPLOYMENT_FOLDER: folder })).toEqual({
      file: '/state/item-keys.sqlite',
      agencyKey: 'secret',
      cached: 5,
    });
    expect(await itemKeysBeside('police-liaison', '/nowhere', env)).toBeNull();
    const none = await readSettings('police-liaison', folder, { ...TOLD, ITEM_KEYS_CACHED: 'many' });
    await expect(itemKeysIn(none)).rejects.toThrow('ITEM_KEYS_CACHED is a number of keys');
  });

  it('refuse a port that is none', async () => {
    await keyFiles();
    await expect(readSettings('police-liaison', folder, { ...TOLD, PORT: '-1' })).rejects.toThrow(
      "PORT is no port: '-1'",
    );
  });

  it('ask nobody for the administrator’s logins, and the identity provider for no bus and no database', () => {
    const asked = PROCESSES.flatMap((name) => Object.values(requiredOf(name)).flat());
    expect(asked.filter((name) => /ADMIN/.test(name))).toEqual([]);
    expect(requiredOf('identity').texts).toEqual(['OIDC_ISSUER']);
  });
});
