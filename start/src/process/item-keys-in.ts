import { readSecretFile } from '@gatehouse/crypto';
import type { KeyStoreAt } from '@gatehouse/event-store';
import { join } from 'node:path';
import type { Settings } from './settings.ts';

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
