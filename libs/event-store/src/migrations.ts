/**
 * Numbered SQL migrations.
 *
 * Promise: after `migrate` the database has every file of every set applied exactly once and in order, also when several
 * processes start at the same time; a kill in the middle leaves it as it was.
 * Invariants: an advisory lock comes before any statement (`create schema if not exists` alone races); a file that was
 * applied never changes, is never missing and never gets a number below it; everything is one transaction.
 */
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { checkEpoch } from './epoch.ts';
import { migrationFiles, type MigrationFile } from './migration-files.ts';
import type { Rights } from './rights.ts';
import { inTransaction, type Queryable } from './transaction.ts';

export interface MigrationSet {
  /** of the library or service; never changes */
  name: string;
  /** holds 0001_name.sql, 0002_name.sql ... */
  folder: URL;
  /** what the application may do with each table of the set, as its last migration leaves it (see grantRights) */
  rights?: Rights;
}

/** Every database has this table, whatever its sets: a service that starts looks whether it is up to date. */
export const MIGRATION_RIGHTS: Rights = { 'migrations.applied': ['select'] };

// Any number will do, as long as every process of this product takes the same.
const LOCK = 4_711_202_601;

/**
 * Brings a database up to date, in the order the sets are given.
 * @throws TerminalFault 'migration-changed' | 'migration-unknown' (the database is newer than this code) |
 *   'migration-files' (numbers with a gap or twice) | 'store-moved' (restored into another cluster)
 */
export const migrate = async (pool: pg.Pool, sets: readonly MigrationSet[]): Promise<void> => {
  const files = await Promise.all(sets.map(migrationFiles));
  await inTransaction(
    pool,
    async (client) => {
      await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
      await client.query('create schema if not exists migrations');
      await client.query(`create table if not exists migrations.applied (
        set_name text, number integer, name text not null, sha256 text not null, primary key (set_name, number))`);
      for (const [index, set] of sets.entries()) await applySet(client, set.name, files[index] ?? []);
      const { rows } = await client.query<{ store: string | null }>(`select to_regclass('store.epoch') as store`);
      if (rows[0]?.store) await checkEpoch(client);
    },
    { statementMs: 300_000, idleMs: 60_000 },
  );
};

interface Applied {
  number: number;
  name: string;
  sha256: string;
}

const applySet = async (client: pg.ClientBase, set: string, files: MigrationFile[]): Promise<void> => {
  for (const file of await missingFiles(client, set, files)) {
    await client.query(file.sql);
    await client.query('insert into migrations.applied (set_name, number, name, sha256) values ($1, $2, $3, $4)', [
      set,
      file.number,
      file.name,
      file.sha256,
    ]);
  }
};

/** Files of a set that are still to be applied. @throws TerminalFault 'migration-changed' | 'migration-unknown' */
export const missingFiles = async (
  queryable: Queryable,
  set: string,
  files: MigrationFile[],
): Promise<MigrationFile[]> => {
  const { rows } = await queryable.query<Applied>(
    'select number, name, sha256 from migrations.applied where set_name = $1 order by number',
    [set],
  );
  rows.forEach((applied) => checkUnchanged(set, applied, files));
  return files.slice(rows.length);
};

const checkUnchanged = (set: string, applied: Applied, files: MigrationFile[]): void => {
  const file = files.find(({ number }) => number === applied.number);
  const which = `${set}/${applied.name}`;
  if (!file)
    throw new TerminalFault(`the database has migration ${which}, which this version does not know`, {
      code: 'migration-unknown',
    });
  if (file.sha256 !== applied.sha256)
    throw new TerminalFault(`migration ${which} was changed after it had been applied`, { code: 'migration-changed' });
};
