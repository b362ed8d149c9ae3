import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentOf } from './running.ts';

/** Which process of ours runs the server of a folder: `SERVER STARTER` in the file `running` there. */
export const rememberServer = (dataDir: string, server: number): Promise<void> =>
  writeFile(join(dataDir, 'running'), `${server} ${process.pid}`);

export const rememberedServer = async (dataDir: string): Promise<number | null> =>
  Number((await readFile(join(dataDir, 'running'), 'utf8').catch(() => '')).split(' ')[0]) || null;

/** True when the program that started `server` is gone, so that nobody uses it and nobody will stop it. */
export const isAbandoned = async (dataDir: string, server: number): Promise<boolean> => {
  const [remembered, starter] = (await readFile(join(dataDir, 'running'), 'utf8').catch(() => ''))
    .split(' ')
    .map(Number);
  return remembered === server && parentOf(server) !== starter;
};
