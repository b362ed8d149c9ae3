// The keys have a backup of their own, apart from the database's and short-lived (ruling 7): a key that was destroyed on purpose must be
// gone from every copy soon, and whoever holds the database's backup holds no key to it.
import { backupFault } from '@gatehouse/cluster-backup';
import { backUpKeyStore } from '@gatehouse/item-keys';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { KEY_STORE_FILE } from '../process/item-keys-in.ts';

/** Where the secrets of one start lie. */
export interface KeysPlace {
  keys: string;
  /** of the local PostgreSQL's administrator */
  password: string;
  /** folders with a folder a service, in which the keys of its items may be */
  stores: readonly string[];
}

/** A set of keys, and until when it is kept. */
export interface KeySet {
  name: string;
  takenAt: Date;
  keptUntil: Date;
}

const SET = /^keys-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
const SUMS = 'SHA256SUMS';
const DAY_MS = 86_400_000;

/**
 * Copies the keys into a set of its own and removes the sets that are too old.
 * @returns the set, and how many were removed
 * @throws TerminalFault 'backup-folder' in a folder of a database's backup
 */
export const backUpKeys = async (
  place: KeysPlace,
  folder: string,
  { at, keepDays }: { at: Date; keepDays: number },
): Promise<{ set: string; removed: number }> => {
  if (existsSync(join(folder, 'backup.json')))
    throw backupFault('backup-folder', `${folder} is the database's backup: keys are kept apart from it`);
  const set = join(folder, `keys-${at.toISOString().replace(/[-:]|\.\d+/g, '')}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rm(`${set}.part`, { recursive: true, force: true });
  await mkdir(`${set}.part`, { mode: 0o700 });
  await cp(place.keys, join(`${set}.part`, 'keys'), { recursive: true });
  await copyFile(place.password, join(`${set}.part`, 'admin-password'));
  for (const store of await storesIn(place)) {
    await mkdir(dirname(inSet(`${set}.part`, store)), { recursive: true, mode: 0o700 });
    await backUpKeyStore(store, inSet(`${set}.part`, store));
  }
  await writeFile(join(`${set}.part`, SUMS), await sumsOf(`${set}.part`), { mode: 0o600 });
  await rename(`${set}.part`, set);
  const old = (await listKeySets(folder, keepDays)).filter(({ keptUntil }) => keptUntil < at);
  for (const { name } of old) await rm(join(folder, name), { recursive: true });
  return { set, removed: old.length };
};

/** The sets in a folder, the oldest first. */
export const listKeySets = async (folder: string, keepDays: number): Promise<KeySet[]> =>
  (await setsIn(folder)).map((name) => {
    const takenAt = takenAtOf(name);
    return { name, takenAt: new Date(takenAt), keptUntil: new Date(takenAt + keepDays * DAY_MS) };
  });

/**
 * Puts the newest set in its place.
 * @throws TerminalFault 'backup-folder' where there are keys already, or no set; 'backup-damaged'
 */
export const restoreKeys = async (folder: string, place: KeysPlace): Promise<string> => {
  const newest = (await setsIn(folder)).at(-1);
  if (newest === undefined) throw backupFault('backup-folder', `there is no backup of keys in ${folder}`);
  const taken = [place.keys, place.password, ...(await storesIn(place))].find((path) => existsSync(path));
  if (taken !== undefined)
    throw backupFault('backup-folder', `${taken} is there already: a restore overwrites nothing`);
  const set = join(folder, newest);
  const sums = await readFile(join(set, SUMS), 'utf8').catch(() => '');
  if (sums !== (await sumsOf(set))) throw backupFault('backup-damaged', `${set} is not as it was written`);
  await cp(join(set, 'keys'), place.keys, { recursive: true });
  await mkdir(join(place.password, '..'), { recursive: true, mode: 0o700 });
  await copyFile(join(set, 'admin-password'), place.password);
  for (const stores of place.stores)
    if (existsSync(inSet(set, stores))) await cp(inSet(set, stores), stores, { recursive: true });
  return set;
};

const setsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [] as string[])).filter((name) => SET.test(name)).sort();

/** Where a store, or a folder with stores, is copied to. */
const inSet = (set: string, path: string): string =>
  join(set, basename(path) === KEY_STORE_FILE ? path.split(sep).slice(-3).join(sep) : basename(path));

const storesIn = async ({ stores }: KeysPlace): Promise<string[]> => {
  const found: string[] = [];
  for (const folder of stores)
    for (const service of await readdir(folder).catch(() => [] as string[]))
      if (existsSync(join(folder, service, KEY_STORE_FILE))) found.push(join(folder, service, KEY_STORE_FILE));
  return found.sort();
};

const takenAtOf = (set: string): number => Date.parse(set.replace(SET, '$1-$2-$3T$4:$5:$6Z'));

const sumsOf = async (set: string): Promise<string> => {
  const entries = await readdir(set, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name !== SUMS)
    .map(({ parentPath, name }) => join(parentPath, name));
  const line = async (file: string) =>
    `${createHash('sha256')
      .update(await readFile(file))
      .digest('hex')}  ${file.slice(set.length + 1)}\n`;
  return (await Promise.all(files.sort().map(line))).join('');
};
