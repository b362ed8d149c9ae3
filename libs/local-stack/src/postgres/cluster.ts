import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Progress } from '../progress.ts';
import type { Footing } from './unprivileged.ts';

export const ADMIN = 'gatehouse_admin';

/**
 * The folder of the database cluster, made on the first call. It is made aside and renamed when whole, so a start that was killed
 * half-way leaves nothing that a later start would take for a cluster. `C.UTF-8` sorts by code point on every machine alike.
 */
export const ensureCluster = async (footing: Footing, passwordFile: string, onProgress: Progress): Promise<string> => {
  const cluster = join(footing.home, 'cluster');
  for (const name of await readdir(footing.home)) {
    if (name.startsWith('cluster.part-')) await rm(join(footing.home, name), { recursive: true, force: true });
  }
  if (existsSync(cluster)) return cluster;
  onProgress('making the database cluster (about a second)');
  const aside = `${cluster}.part-${process.pid}`;
  const initdb = join(footing.native, 'bin/initdb');
  const access = ['--username', ADMIN, '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
  const text = ['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'];
  const [program, ...args] = [...footing.prefix, initdb, '--pgdata', aside, ...access, ...text, '--no-instructions'];
  await promisify(execFile)(program!, args, { env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' } });
  await rename(aside, cluster);
  return cluster;
};
