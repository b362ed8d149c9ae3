import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';

/** The secret kept in `file` (mode 0600), made of 24 random bytes on the first call; written aside and renamed, so never half. */
export const keptSecret = async (file: string): Promise<string> => {
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept !== '') return kept;
  const secret = randomBytes(24).toString('base64url');
  const aside = `${file}.part`;
  const handle = await open(aside, 'w', 0o600);
  await handle.writeFile(secret);
  await handle.sync();
  await handle.close();
  await rename(aside, file);
  return secret;
};
