import { readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ELSEWHERE } from './postgres/unprivileged.ts';

/** Removes a folder in which `startPostgres` ran, with what it had to keep outside. The server must have stopped. */
export const discardPostgres = (dataDir: string): void => {
  try {
    rmSync(readlinkSync(join(dataDir, ELSEWHERE)), { recursive: true, force: true });
  } catch (error) {
    if (!['ENOENT', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  rmSync(dataDir, { recursive: true, force: true });
};
