import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../progress.ts';
import { commandLine, isAlive, isWorkedIn, waitUntil } from '../running.ts';
import { isAbandoned } from '../started-by.ts';

const STOPS_WITHIN_MS = 10_000;
const OWNER_STOPS_IT_WITHIN_MS = 4_000;
const KILLED_WITHIN_MS = 30_000;

/** The process that postmaster.pid names in its first line. */
const postmaster = async (cluster: string): Promise<number | null> =>
  Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]) || null;

/**
 * Waits, bounded, for a server of the previous run that is still shutting down; one that was left alone and does not stop is stopped.
 * Throws when another Gatehouse that is alive uses the folder.
 */
export const awaitPredecessor = async (dataDir: string, cluster: string, onProgress: Progress): Promise<void> => {
  const isGone = () => hasLeft(cluster);
  const waiting = () => onProgress('waiting for the PostgreSQL of the previous run to stop');
  const pid = await postmaster(cluster);
  const abandoned = pid !== null && (await isAbandoned(dataDir, pid));
  if (await waitUntil(isGone, abandoned ? STOPS_WITHIN_MS : OWNER_STOPS_IT_WITHIN_MS, waiting)) return;
  if (abandoned) {
    onProgress(`stopping the PostgreSQL that a previous run left behind (process ${pid})`);
    process.kill(pid, 'SIGQUIT');
    if (await waitUntil(isGone, KILLED_WITHIN_MS)) return;
  }
  throw new Error(
    `PostgreSQL already runs from ${cluster} (process ${pid}): stop the other Gatehouse that uses this folder first`,
  );
};

/**
 * PostgreSQL refuses to start while the number in a stale postmaster.pid is in use: when it is a stranger's or a zombie's, and no backend
 * is left in the folder, the file goes.
 */
const hasLeft = async (cluster: string): Promise<boolean> => {
  const pid = await postmaster(cluster);
  if (pid !== null && isAlive(pid) && commandLine(pid).includes(`postgres -D ${cluster}`)) return false;
  if (isWorkedIn(cluster)) return false;
  if (pid !== null && isAlive(pid)) await rm(join(cluster, 'postmaster.pid'), { force: true });
  return true;
};
