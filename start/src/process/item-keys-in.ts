import { readSecretFile } from '@gatehouse/crypto';
import type { KeyStoreAt } from '@gatehouse/event-store';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from '../parties.ts';
import { FILES, processFolder, requiredOf, settingsIn, type Settings } from './settings.ts';

/** A key store's file, in the folder of what a service keeps outside its database. */
export const KEY_STORE_FILE = 'item-keys.sqlite';

/** Where a process keeps the keys of its items, and what wraps them; null for one that keeps none. @throws Error for a size that is none */
export const itemKeysIn = async (
  settings: Pick<Settings, 'file' | 'optional' | 'folder'>,
): Promise<KeyStoreAt | null> => {
  const secret = settings.file('ITEM_KEYS_FILE') ?? settings.file('SOURCE_VAULT_FILE');
  if (secret === null) return null;
  const cached = Number(settings.optional('ITEM_KEYS_CACHED') ?? 10_000);
  if (!Number.isInteger(cached) || cached < 1) throw new Error('ITEM_KEYS_CACHED is a number of keys, 1 or more');
  const file = join(settings.optional('STATE_FOLDER') ?? settings.folder, KEY_STORE_FILE);
  return { file, agencyKey: await readSecretFile(secret), cached };
};

/** The same for an operator's command beside the service; null where the service's own folder and the environment name none. */
export const itemKeysBeside = async (
  service: ServiceName,
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<KeyStoreAt | null> => {
  const folder = processFolder(root, service, env);
  const told = await settingsIn(folder, env);
  const { files } = requiredOf(service);
  const file = (setting: keyof typeof FILES): string | null => {
    const path = told(setting) ?? join(folder, FILES[setting]);
    return files.includes(setting) && existsSync(path) ? path : null;
  };
  return itemKeysIn({ file, optional: told, folder });
};
