/**
 * The file in which a service keeps the keys of its items: an SQLite database of its own, outside the service's PostgreSQL and
 * its backups (ruling 7).
 *
 * Promise: what was committed here is on the disk; a kill at any instant leaves the file whole, and a file that was never finished
 * is none. Several processes of one service on one machine may have it open.
 * Invariants: mode 0600. Every file has an id that no other one has, so that another file in its place is noticed. A row holds
 * either a wrapped key or the instant at which it was destroyed, and never goes: a destroyed key's id gets no new one.
 */
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

const TABLES = `
  create table key_store (
    only_row integer primary key check (only_row = 1), id text not null, destructions integer not null
  ) strict;
  create table item_key (
    item_id text primary key, wrapped text, destroyed_at text, check ((wrapped is null) <> (destroyed_at is null))
  ) strict, without rowid;`;

// FULL: a commit has reached the disk. secure_delete: what a row no longer holds is overwritten with zeros.
const SETTINGS = `
  pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma trusted_schema = off;
  pragma temp_store = memory;`;

/** Milliseconds for which one process waits for another one's commit. */
const PATIENCE_MS = 2_000;

/** Makes an empty key file where there is none; of two that do so at the same time one does. */
export const makeKeyFile = async (file: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}.part`;
  await (await open(draft, 'wx', 0o600)).close();
  try {
    const database = new DatabaseSync(draft);
    database.exec(`pragma synchronous = full; begin; ${TABLES}`);
    database.prepare('insert into key_store values (1, ?, 0)').run(randomUUID());
    database.exec('commit');
    database.close();
    // link, unlike rename, fails when someone else was first: theirs is the file.
    await link(draft, file).catch((fault: NodeJS.ErrnoException) => {
      if (fault.code !== 'EEXIST') throw fault;
    });
    await syncFolder(dirname(file));
  } finally {
    await rm(draft, { force: true });
  }
};

/** A name in a folder is durable when the folder is. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
};

/**
 * @returns the file, open for reading and writing
 * @throws TerminalFault 'key-store-missing' | 'key-store-open-to-others' | 'key-store-damaged'
 */
export const openKeyFile = (file: string): DatabaseSync => {
  if (!existsSync(file)) throw missing(file);
  if ((statSync(file).mode & 0o077) !== 0)
    throw new TerminalFault(`${file} must have mode 0600`, { code: 'key-store-open-to-others' });
  const address = pathToFileURL(file);
  // Never a new, empty one in the place of one that has gone this instant.
  address.searchParams.set('mode', 'rw');
  try {
    const database = new DatabaseSync(address, { timeout: PATIENCE_MS });
    database.exec(SETTINGS);
    database.prepare('select id from key_store').get();
    return database;
  } catch (cause) {
    throw new TerminalFault(`${file} is no key store, or is damaged`, { code: 'key-store-damaged', cause });
  }
};

/** Which file a name stands for now: another number is another file. */
export const fileNumber = (file: string): number | null => statSync(file, { throwIfNoEntry: false })?.ino ?? null;

export const missing = (file: string): TerminalFault =>
  new TerminalFault(`the key store is not at ${file}: bring it back from its own backup, none is made in its place`, {
    code: 'key-store-missing',
  });
