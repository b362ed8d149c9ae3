import { stackFolder } from '@gatehouse/local-stack';
import { join } from 'node:path';
import type { KeysPlace } from './keys-backup.ts';

/** Where the secrets of the start in this folder lie. */
export const keysPlace = (root: string): KeysPlace => {
  const { data, postgres } = stackFolder(root);
  return {
    keys: join(data, 'keys'),
    password: join(postgres, 'admin-password'),
    stores: [join(data, 'item-keys'), join(data, 'deployment')],
  };
};
