/**
 * Secrets in files that somebody else put there: an administrator, or a platform that mounts them.
 *
 * Promise: a file that others on this machine may read is refused. A file that belongs to us must have mode 0600 or less; a
 * mounted one belongs to another user (Kubernetes: root) and may be read by the one group the process is given.
 */
import { readFile, stat } from 'node:fs/promises';
import { CryptoFault } from './crypto-fault.ts';

/** @throws CryptoFault 'key-file' when it is not there, or is open to others */
export const readSecretFile = async (path: string): Promise<string> => {
  const found = await stat(path).catch(() => {
    throw new CryptoFault('key-file', `${path} cannot be found`);
  });
  const closedTo = found.uid === process.geteuid?.() ? 0o077 : 0o037;
  if ((found.mode & closedTo) !== 0) throw new CryptoFault('key-file', `${path} is open to others: mode 0600 or less`);
  return (await readFile(path, 'utf8')).trim();
};
