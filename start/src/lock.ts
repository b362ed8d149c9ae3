// One start per data folder: two would write into each other's data.
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '@gatehouse/local-stack';

/** @returns how to let go; @throws Error naming the process that holds the folder */
export const holdFolder = async (folder: string): Promise<() => Promise<void>> => {
  const file = join(folder, 'start.pid');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const handle = await open(file, 'wx').catch(() => null);
    if (handle) {
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    }
    const pid = Number(await readFile(file, 'utf8').catch(() => '0'));
    if (pid > 0 && pid !== process.pid && isRunning(pid))
      throw new Error(`a start is running here already (process ${pid}); stop it first`);
    await rm(file, { force: true }); // its holder was killed
  }
  throw new Error(`the data folder cannot be held: ${file}`);
};
