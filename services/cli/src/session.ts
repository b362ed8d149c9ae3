// Who is signed in where. The file holds a token that lives for minutes, and where the secret for the next one is found;
// never the secret. Nobody else may read it.
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ended } from './exit-codes.ts';

export interface Session {
  url: string;
  issuer: string;
  client: string;
  /** where the secret is read from at each renewal */
  secretFrom: { file: string } | { variable: string };
  token: string;
  /** milliseconds since 1970 */
  expiresAt: number;
}

const file = (): string => {
  const { GATEHOUSE_HOME: home, XDG_CONFIG_HOME: config } = process.env;
  return join(home ?? join(config ?? join(homedir(), '.config'), 'gatehouse'), 'session.json');
};

/** @throws Ended notSignedIn */
export const loadSession = async (): Promise<Session> => {
  const path = file();
  const mode = (await stat(path).catch(() => null))?.mode;
  if (mode === undefined) throw new Ended('notSignedIn', 'You are not signed in.', ['Sign in with: gatehouse login']);
  if ((mode & 0o077) !== 0)
    throw new Ended('notSignedIn', 'Others may read your session; it is not used.', [
      `Sign in again, or: chmod 600 ${path}`,
    ]);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Session;
  } catch {
    throw new Ended('notSignedIn', 'Your session cannot be read.', ['Sign in again with: gatehouse login']);
  }
};

/** Whole or not at all, and readable by its owner only from its first byte. */
export const saveSession = async (session: Session): Promise<void> => {
  const path = file();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const part = `${path}.${process.pid}`;
  await rm(part, { force: true });
  const handle = await open(part, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(session, null, 2)}\n`);
  } finally {
    await handle.close();
  }
  await rename(part, path);
};

export const forgetSession = (): Promise<void> => rm(file(), { force: true });
