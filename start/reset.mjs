import { existsSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, isAlive } from './processes.mjs';

/** The first number in a file that names a running process of ours, or undefined. `marks`: what its command line holds. */
const runningFrom = (file, marks) => {
  const pid = Number.parseInt(existsSync(file) ? readFileSync(file, 'utf8') : '', 10);
  if (!(pid > 0) || !isAlive(pid)) return undefined;
  const command = commandLine(pid);
  return command === undefined || marks.some((mark) => command.includes(mark)) ? pid : undefined;
};

/** Empties the data folder, downloads stay. Refuses while something runs from it. */
export const reset = (root, say) => {
  const data = join(root, '.gatehouse/data');
  const running = [
    runningFrom(join(data, 'start.pid'), ['node']),
    runningFrom(join(data, 'postgres/cluster/postmaster.pid'), ['bin/postgres -D']),
    runningFrom(join(data, 'postgres/running'), ['bin/postgres -D']),
    runningFrom(join(data, 'kafka/running'), ['kafka.Kafka']),
  ].find((pid) => pid !== undefined);
  if (running !== undefined) {
    say(`a Gatehouse runs from ${data} (process ${running}): stop it first, then reset`);
    return 1;
  }
  // Where PostgreSQL had to run as another user its cluster lies outside, behind this link.
  const outside = join(data, 'postgres/elsewhere');
  try {
    rmSync(readlinkSync(outside), { recursive: true, force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  rmSync(data, { recursive: true, force: true });
  say('the data folder is empty; the next start begins anew');
  return 0;
};
