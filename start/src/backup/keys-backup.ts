// The keys have a backup of their own, apart from the database's and short-lived (ruling 7): a key that was destroyed on purpose must be
// gone from every copy soon, and whoever holds the database's backup holds no key to it.
import { backupFault } from '@gatehouse/cluster-backup';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the secrets of one start lie. */
export interface KeysPlace {
  keys: string;
  /** of the local PostgreSQL's administrator */
  password: string;
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
  await writeFile(join(`${set}.part`, SUMS), await sumsOf(`${set}.part`), { mode: 0o600 });
  await rename(`${set}.part`, set);
  const old = (await setsIn(folder)).filter((name) => at.getTime() - takenAt(name) > keepDays * DAY_MS);
  for (const name of old) await rm(join(folder, name), { recursive: true });
  return { set, removed: old.length };
};

/**
 * Puts the newest set in its place.
 * @throws TerminalFault 'backup-folder' where there are keys already, or no set; 'backup-damaged'
 */
export const restoreKeys = async (folder: string, place: KeysPlace): Promise<string> => {
  const newest = (await setsIn(folder)).at(-1);
  if (newest === undefined) throw backupFault('backup-folder', `there is no backup of keys in ${folder}`);
  const taken = [place.keys, place.password].find((path) => existsSync(path));
  if (taken !== undefined)
    throw backupFault('backup-folder', `${taken} is there already: a restore overwrites nothing`);
  const set = join(folder, newest);
  const sums = await readFile(join(set, SUMS), 'utf8').catch(() => '');
  if (sums !== (await sumsOf(set))) throw backupFault('backup-damaged', `${set} is not as it was written`);
  await cp(join(set, 'keys'), place.keys, { recursive: true });
  await mkdir(join(place.password, '..'), { recursive: true, mode: 0o700 });
  await copyFile(join(set, 'admin-password'), place.password);
  return set;
};

const setsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [] as string[])).filter((name) => SET.test(name)).sort();

const takenAt = (set: string): number => Date.parse(set.replace(SET, '$1-$2-$3T$4:$5:$6Z'));

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
