// A whole deployment for a measurement: PostgreSQL and Kafka of its own, and Gatehouse as the one process that npm start
// runs, so that what measures it is another process.
import { PRINCIPALS } from '@gatehouse/start';
import { startKafka, startPostgres, stackFolder } from '@gatehouse/local-stack';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NAMESPACE = 'bench';

export interface Servers {
  adminUrl: string;
  brokers: string[];
  passwords: Record<string, string>;
  pids: number[];
  folder: string;
  stop(): Promise<void>;
}

/** PostgreSQL with commit times kept, and Kafka: both durable as in a deployment (fsync on, acks of all). */
export const startServers = async (): Promise<Servers> => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  const passwords = Object.fromEntries(PRINCIPALS.map((name) => [name, randomBytes(18).toString('base64url')]));
  const dataDir = join(folder, 'postgres');
  const first = await startPostgres({ dataDir });
  await statement(first.adminUrl, 'alter system set track_commit_timestamp = on');
  await first.stop();
  const postgres = await startPostgres({ dataDir });
  const downloads = stackFolder(ROOT).downloads;
  const kafka = await startKafka({ dataDir: join(folder, 'kafka'), downloads, principals: passwords });
  const stop = async (): Promise<void> => {
    await Promise.all([postgres.stop(), kafka.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  const { adminUrl } = postgres;
  return { adminUrl, brokers: kafka.brokers, passwords, pids: [postgres.pid, kafka.pid], folder, stop };
};

export interface Started {
  url: string;
  issuer: string;
  secretOf: (persona: string) => string;
  pid: number;
  /** the address of a service's database, as administrator */
  database: (service: string) => string;
  stop(): Promise<void>;
}

/**
 * Gatehouse on these servers, empty, ready.
 * @param identity another OpenID provider than the embedded one
 * @param env more of its environment: a planted bug
 */
export const startGatehouseProcess = async (
  servers: Servers,
  identity?: { issuer: string; jwksUri: string },
  env: Record<string, string> = {},
): Promise<Started> => {
  const program = ['--import', join(ROOT, 'start/typescript-loader.mjs'), join(ROOT, 'start/src/main.ts'), '--empty'];
  const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', ...program], {
    cwd: servers.folder,
    env: {
      ...process.env,
      ...environmentOf(servers),
      ...env,
      ...(identity ? { OIDC_ISSUER: identity.issuer, OIDC_JWKS_URI: identity.jwksUri } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await saysThatItRuns(child);
  const marked = JSON.parse(await readFile(join(servers.folder, '.gatehouse/data/running.json'), 'utf8')) as {
    url: string;
    issuer: string;
    secrets: Record<string, string>;
  };
  return {
    url: marked.url,
    issuer: marked.issuer,
    secretOf: (persona) => marked.secrets[persona] ?? '',
    pid: child.pid ?? 0,
    database: (service) => databaseOf(servers.adminUrl, `${NAMESPACE}_${service.replaceAll('-', '_')}`),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

const environmentOf = ({ adminUrl, brokers, passwords }: Servers): Record<string, string> => ({
  PORT: '0',
  GATEHOUSE_NAMESPACE: NAMESPACE,
  DATABASE_URL: adminUrl,
  KAFKA_BROKERS: brokers.join(','),
  ...Object.fromEntries(
    Object.entries(passwords).map(([name, password]) => [
      `KAFKA_PASSWORD_${name.replaceAll('-', '_').toUpperCase()}`,
      password,
    ]),
  ),
});

const saysThatItRuns = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let output = '';
    const hear = (chunk: unknown): void => {
      output += String(chunk);
      if (output.includes('Gatehouse is running on')) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => reject(new Error(`the start ended early:\n${output}`)));
  });

export const databaseOf = (adminUrl: string, database: string): string => {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
};

/** Runs one statement on a connection of its own. */
export const statement = async (url: string, text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
};
