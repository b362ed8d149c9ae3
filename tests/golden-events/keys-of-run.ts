// The key store that a database of a run was sealed with, wherever a journey keeps it.
import { openKeyStore, type ItemKeyStore } from '@gatehouse/item-keys';
import { openKeys, SERVICES } from '@gatehouse/start';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @param id of the store; null when no journey on this machine has it */
export const keysOfRun = async (id: string): Promise<ItemKeyStore | null> => {
  for (const folder of readdirSync(tmpdir()).filter((name) => name.startsWith('gatehouse-keys-'))) {
    const { ofItems } = await openKeys(join(tmpdir(), folder), 'any');
    for (const service of SERVICES) {
      const [file, agencyKey] = [join(tmpdir(), folder, 'item-keys', service, 'item-keys.sqlite'), ofItems[service]];
      if (!agencyKey || !existsSync(file)) continue;
      const store = await openKeyStore({ file, agencyKey }, id).catch(() => null);
      if (store) return store;
    }
  }
  return null;
};
