// A cluster from its backup, on this machine: unpacked, its log replayed to the end, and on a timeline of its own from then on.
import {
  backupFault,
  FILES,
  readDescription,
  unpackBase,
  verifyWal,
  type BackupDescription,
  type VerifiedWal,
} from '@gatehouse/cluster-backup';
import { postgresMajor, startPostgres } from '@gatehouse/local-stack';
import { appendFile, copyFile, mkdir, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

export interface ToRestore {
  /** the backup's folder */
  backup: string;
  /** where `startPostgres` will run it: holds the administrator's password, and nothing else */
  dataDir: string;
  say?: (line: string) => void;
}

export interface Restored {
  description: BackupDescription;
  /** the last position of the log that was replayed */
  recoveredTo: string;
}

/** @throws TerminalFault 'backup-folder' | 'backup-damaged' | 'backup-version'; what was begun is removed */
export const restoreCluster = async ({ backup, dataDir, say = () => undefined }: ToRestore): Promise<Restored> => {
  const description = await readDescription(backup);
  await checkFolder(dataDir);
  const [from, here] = [Math.floor(description.version / 10_000), postgresMajor()];
  if (from !== here) throw backupFault('backup-version', `the backup is of PostgreSQL ${from}, and this is ${here}`);
  say('checking the log of the backup');
  const wal = await verifyWal(backup, description);
  const aside = join(dataDir, 'cluster.part-restore');
  try {
    say('unpacking the base backup');
    await mkdir(aside, { mode: 0o700 });
    await unpackBase(backup, aside, description);
    await putLog(backup, aside, description, wal);
    await sayToRecover(aside);
  } catch (fault) {
    await rm(aside, { recursive: true, force: true });
    throw fault;
  }
  await rename(aside, join(dataDir, 'cluster'));
  say(`replaying the log up to ${wal.upTo}`);
  return { description, recoveredTo: await recovered(dataDir) };
};

const PASSWORD = 'admin-password';

const checkFolder = async (dataDir: string): Promise<void> => {
  const there = await readdir(dataDir).catch(() => [] as string[]);
  if (!there.includes(PASSWORD))
    throw backupFault('backup-folder', `${dataDir} has no ${PASSWORD}: restore the keys first`);
  const more = there.filter((name) => name !== PASSWORD);
  if (more.length > 0)
    throw backupFault('backup-folder', `${dataDir} is not empty (${more[0]}): a restore overwrites nothing`);
};

/** What was not whole is filled up: recovery ends where the zeros begin. */
const putLog = async (
  backup: string,
  cluster: string,
  { segmentBytes }: BackupDescription,
  { whole, partial }: VerifiedWal,
): Promise<void> => {
  const from = (name: string) => join(backup, FILES.wal, name);
  const to = (name: string) => join(cluster, 'pg_wal', name);
  for (const name of whole) await copyFile(from(name), to(name));
  if (partial === null) return;
  await copyFile(from(`${partial}.partial`), to(partial));
  await truncate(to(partial), segmentBytes);
};

/** The log lies in its place already; asked for more there is nothing. A server that waits for a standby would wait for ever. */
const sayToRecover = async (cluster: string): Promise<void> => {
  await appendFile(
    join(cluster, 'postgresql.auto.conf'),
    "restore_command = 'false'\nsynchronous_standby_names = ''\n",
  );
  await writeFile(join(cluster, 'recovery.signal'), '', { mode: 0o600 });
};

const recovered = async (dataDir: string): Promise<string> => {
  const server = await startPostgres({ dataDir });
  const client = new pg.Client({ connectionString: server.adminUrl });
  try {
    await client.connect();
    const asked = 'select pg_is_in_recovery() as still, pg_last_wal_replay_lsn()::text as lsn';
    for (;;) {
      const { rows } = await client.query<{ still: boolean; lsn: string }>(asked);
      if (rows[0]?.still === false) {
        await client.query('alter system reset restore_command');
        await client.query('alter system reset synchronous_standby_names');
        return rows[0].lsn;
      }
      await pause(100);
    }
  } finally {
    await client.end();
    await server.stop();
  }
};
