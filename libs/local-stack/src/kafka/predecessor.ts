import { join } from 'node:path';
import type { Progress } from '../progress.ts';
import { commandLine, waitUntil } from '../running.ts';
import { isAbandoned, rememberedServer } from '../started-by.ts';

const STOPS_WITHIN_MS = 15_000;
const OWNER_STOPS_IT_WITHIN_MS = 5_000;
const KILLED_WITHIN_MS = 5_000;

/**
 * Waits, bounded, for a broker of the previous run that is still shutting down; one that was left alone and does not stop is killed. A
 * number alone is no proof, the command line is. Throws when another Gatehouse that is alive uses the folder.
 */
export const awaitPredecessor = async (dataDir: string, onProgress: Progress): Promise<void> => {
  const pid = await rememberedServer(dataDir);
  if (pid === null) return;
  const isGone = () => !commandLine(pid).includes(join(dataDir, 'server.properties'));
  const waiting = () => onProgress('waiting for the Kafka of the previous run to stop');
  const abandoned = await isAbandoned(dataDir, pid);
  if (await waitUntil(isGone, abandoned ? STOPS_WITHIN_MS : OWNER_STOPS_IT_WITHIN_MS, waiting)) return;
  if (abandoned) {
    onProgress(`killing the Kafka that a previous run left behind (process ${pid})`);
    process.kill(pid, 'SIGKILL');
    if (await waitUntil(isGone, KILLED_WITHIN_MS)) return;
  }
  throw new Error(
    `Kafka already runs from ${dataDir} (process ${pid}): stop the other Gatehouse that uses this folder first`,
  );
};
