import { backup } from 'node:sqlite';
import { open } from 'node:fs/promises';
import { openKeyFile } from './key-file.ts';

/**
 * Copies a key store as it stands at one instant, while services use it: SQLite's own online backup.
 * @param to a file that is not there yet; mode 0600, on the disk when this returns
 * @throws TerminalFault as `openKeyFile`
 */
export const backUpKeyStore = async (file: string, to: string): Promise<void> => {
  const copy = await open(to, 'wx', 0o600);
  const database = openKeyFile(file);
  try {
    await backup(database, to);
    await copy.sync();
  } finally {
    database.close();
    await copy.close();
  }
};
