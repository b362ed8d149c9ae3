import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Passwords by principal. */
export type Principals = Record<string, string>;

const readJson = async (file: string): Promise<Record<string, string>> =>
  JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Record<string, string>;

const writeJson = async (file: string, value: Record<string, string>): Promise<void> => {
  await writeFile(`${file}.part`, JSON.stringify(value), { mode: 0o600 });
  await rename(`${file}.part`, file);
};

/** A password for each name, made on the first call and kept in `dataDir` (mode 0600); a name that is new later gets one then. */
export const keptPrincipals = async (dataDir: string, names: string[]): Promise<Principals> => {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'principals.json');
  const kept = await readJson(file);
  const missing = names.filter((name) => kept[name] === undefined);
  if (missing.length > 0) {
    for (const name of missing) kept[name] = randomBytes(24).toString('base64url');
    await writeJson(file, kept);
  }
  return Object.fromEntries(names.map((name) => [name, kept[name]!]));
};

const digest = (password: string): string => createHash('sha256').update(password).digest('hex');

/** Which principals the broker does not know yet with these passwords. */
export const unknownToBroker = async (dataDir: string, principals: Principals): Promise<string[]> => {
  const known = await readJson(join(dataDir, 'known-principals.json'));
  return Object.keys(principals).filter((name) => known[name] !== digest(principals[name]!));
};

/** Remembers, as digests only, what the broker was told. */
export const rememberPrincipals = async (dataDir: string, principals: Principals): Promise<void> => {
  const file = join(dataDir, 'known-principals.json');
  const digests = Object.fromEntries(Object.entries(principals).map(([name, password]) => [name, digest(password)]));
  await writeJson(file, { ...(await readJson(file)), ...digests });
};
