import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { discardPostgres, isRunning, stackFolder } from '@gatehouse/local-stack';

export const discardRun = (folder: string): void => {
  discardPostgres(join(folder, 'postgres'));
  rmSync(folder, { recursive: true, force: true });
};

/** A folder for this test run, named by its process; those of runs that were killed are removed first. */
export const makeRunFolder = (root: string): string => {
  const { base } = stackFolder(root);
  mkdirSync(base, { recursive: true });
  for (const name of readdirSync(base)) {
    const pid = Number(/^test-(\d+)$/.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) discardRun(join(base, name));
  }
  const folder = join(base, `test-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  return folder;
};
