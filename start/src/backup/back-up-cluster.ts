// A backup of a whole cluster: its log is followed first, then the base is copied, so that nothing in between is missing.
import {
  backupFault,
  FILES,
  FOLLOWER,
  followWal,
  parseLsn,
  readDescription,
  takeBaseBackup,
  writeDescription,
  type BackupDescription,
  type WalFollower,
} from '@gatehouse/cluster-backup';
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

export interface ToBackUp {
  /** of a role with REPLICATION; for `synchronous` of one that may alter the server's settings */
  url: string;
  /** empty, or of a backup that is to be followed further */
  folder: string;
  at: Date;
  /** whether the server acknowledges nothing that is not in this folder: then it waits for whoever follows, also when nobody does */
  synchronous: boolean;
  say?: (line: string) => void;
}

export interface Backup {
  description: BackupDescription;
  follower: WalFollower;
  /** stops following; the server waits for nobody any more */
  stop(): Promise<void>;
}

/** Takes the base backup where the folder has none yet, and follows the log until it is stopped. */
export const backUpCluster = async (asked: ToBackUp): Promise<Backup> => {
  const { url, folder, at, say = () => undefined } = asked;
  const known = await knownBackup(folder);
  const follower = await followWal(url, folder, known ?? undefined);
  try {
    const description = known ?? (await takeBaseBackup(url, folder, at));
    await untilConfirmed(follower, description.endLsn);
    if (!known) await writeDescription(folder, description);
    say(known ? `following on from ${follower.confirmed()}` : `base backup taken, whole from ${description.endLsn} on`);
    await waitForFollower(url, asked.synchronous);
    const stop = async (): Promise<void> => {
      if (asked.synchronous) await waitForFollower(url, false);
      await follower.stop();
    };
    return { description, follower, stop };
  } catch (fault) {
    await follower.stop();
    throw fault;
  }
};

/** @throws TerminalFault 'backup-folder' for a folder that holds something else */
const knownBackup = async (folder: string): Promise<BackupDescription | null> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (existsSync(join(folder, FILES.description))) return readDescription(folder);
  if ((await readdir(folder)).length === 0) return null;
  throw backupFault('backup-folder', `${folder} holds something that is no whole backup: name an empty folder`);
};

const untilConfirmed = async (follower: WalFollower, lsn: string): Promise<void> => {
  const ended = follower.ended.then(() => {
    throw backupFault('backup-server', 'stopped before the backup was whole');
  });
  ended.catch(() => undefined);
  while (parseLsn(follower.confirmed()) < parseLsn(lsn)) await Promise.race([pause(50), ended]);
};

/** Says whether commits wait for the follower. A backup never overrules another standby that the server waits for. */
const waitForFollower = async (url: string, synchronous: boolean): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ synchronous_standby_names: string }>('show synchronous_standby_names');
    const now = rows[0]?.synchronous_standby_names ?? '';
    if (synchronous === (now === FOLLOWER)) return;
    if (synchronous && now !== '')
      throw backupFault('backup-server', 'the server waits for another standby already: leave --synchronous out');
    if (!synchronous && now !== FOLLOWER) return;
    await client.query(
      synchronous
        ? `alter system set synchronous_standby_names = '${FOLLOWER}'`
        : 'alter system reset synchronous_standby_names',
    );
    await client.query('select pg_reload_conf()');
  } finally {
    await client.end();
  }
};
