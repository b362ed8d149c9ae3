import { TerminalFault } from '@gatehouse/service-kit/faults';
import { existsSync } from 'node:fs';
import { ItemKeyStore } from './item-key-store.ts';
import { makeKeyFile, openKeyFile } from './key-file.ts';

/** Where a service keeps the keys of its items, and what wraps them. */
export interface KeyStoreAt {
  /** in the service's own folder, outside its database */
  file: string;
  /** base64url, 32 bytes; in a file of its own, and nowhere near the store's backups of the database */
  agencyKey: string;
  /** unwrapped keys in memory at the most; default 10,000, some 5 MB */
  cached?: number;
}

const CACHED = 10_000;

/**
 * Opens a key store.
 * @param known the id of the store that the database's events were sealed with; null for a database that has none yet: only then is
 *   a store made where there is none
 * @throws TerminalFault 'key-store-missing' | 'key-store-foreign' | 'key-store-open-to-others' | 'key-store-damaged'
 */
export const openKeyStore = async (
  { file, agencyKey, cached = CACHED }: KeyStoreAt,
  known: string | null,
): Promise<ItemKeyStore> => {
  if (known === null && !existsSync(file)) await makeKeyFile(file);
  const store = new ItemKeyStore(openKeyFile(file), file, agencyKey, cached);
  try {
    if (known !== null && store.id !== known)
      throw new TerminalFault(`${file} is another database's key store`, { code: 'key-store-foreign' });
    // What a process was killed over while it destroyed a key is finished; where another one reads just now, by the next.
    await store.overwrite().catch(() => undefined);
    return store;
  } catch (fault) {
    store.close();
    throw fault;
  }
};
