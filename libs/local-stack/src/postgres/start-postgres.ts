// A real PostgreSQL on this machine, for one folder. Promise: after `startPostgres` resolves, `adminUrl` answers; what was committed before
// a crash of any kind is there after the next start; nobody without the password gets in, nobody from another machine reaches it.
import { chmodSync, chownSync, copyFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { choosePort } from '../free-port.ts';
import { keptSecret } from '../kept-secret.ts';
import { silent, type Progress } from '../progress.ts';
import { waitUntil } from '../running.ts';
import { rememberServer } from '../started-by.ts';
import { startSupervised, tail, type Supervised } from '../supervised.ts';
import { postgresBinaries } from './binaries.ts';
import { ADMIN, ensureCluster } from './cluster.ts';
import { awaitPredecessor } from './predecessor.ts';
import { footing } from './unprivileged.ts';

export interface PostgresOptions {
  /** Made if missing; holds the cluster, the password, the port and the log. */
  dataDir: string;
  port?: number;
  onProgress?: Progress;
}

export interface LocalPostgres {
  /** A superuser's address; services get roles of their own. */
  adminUrl: string;
  pid: number;
  /** Resolves when the server is gone, by `stop` or by itself. */
  exited: Promise<string>;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 30_000;

const settings = (port: number): string[] =>
  Object.entries({
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    fsync: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements and DETAIL lines quote rows: they hold personal data and stay out of the log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** Starts the cluster in `dataDir`, making it first if need be. Throws, naming the cause, when it cannot be had. */
export const startPostgres = async (o: PostgresOptions): Promise<LocalPostgres> => {
  const onProgress = o.onProgress ?? silent;
  await mkdir(o.dataDir, { recursive: true, mode: 0o700 });
  const ground = footing(postgresBinaries(), o.dataDir, onProgress);
  const passwordFile = join(o.dataDir, 'admin-password');
  const password = await keptSecret(passwordFile);
  const cluster = await ensureCluster(ground, readableBy(ground.home, o.dataDir, passwordFile), onProgress);
  await awaitPredecessor(o.dataDir, cluster, onProgress);

  const port = await choosePort(join(o.dataDir, 'port'), o.port);
  const logFile = join(o.dataDir, 'postgres.log');
  const server = await startSupervised({
    command: [join(ground.native, 'bin/postgres'), '-D', cluster, ...settings(port)],
    prefix: ground.prefix,
    deathSignal: 'INT',
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
    logFile,
    onProgress,
  });
  const adminUrl = `postgres://${ADMIN}:${password}@127.0.0.1:${port}/postgres`;
  try {
    await rememberServer(o.dataDir, server.pid);
    await untilItAnswers(adminUrl, server, logFile, onProgress);
  } catch (error) {
    await server.stop('SIGQUIT', 5000);
    throw error;
  }
  return { adminUrl, pid: server.pid, exited: server.exited, stop: () => server.stop('SIGINT', STOP_WITHIN_MS) };
};

/** Where the server runs as another user, initdb reads the password from a copy that this user owns. */
const readableBy = (home: string, dataDir: string, passwordFile: string): string => {
  if (home === dataDir) return passwordFile;
  const copy = join(home, 'admin-password');
  copyFileSync(passwordFile, copy);
  chownSync(copy, 65534, 65534);
  chmodSync(copy, 0o600);
  return copy;
};

const answers = async (adminUrl: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    // 28P01: the password is wrong; waiting will not mend it.
    if ((error as { code?: string }).code === '28P01')
      throw new Error('the kept admin password is not the password of this cluster', { cause: error });
    return false;
  } finally {
    await client.end().catch(() => {});
  }
};

const untilItAnswers = async (
  adminUrl: string,
  server: Supervised,
  logFile: string,
  onProgress: Progress,
): Promise<void> => {
  const failed = () => new Error(`PostgreSQL did not start; the end of ${logFile}:\n${tail(logFile)}`);
  const isReady = async (): Promise<boolean> => {
    if (server.hasExited()) throw failed();
    return answers(adminUrl);
  };
  const waiting = () => onProgress('PostgreSQL is starting (after a crash it first replays its log)');
  if (!(await waitUntil(isReady, READY_WITHIN_MS, waiting))) throw failed();
};
