// One PostgreSQL and one Kafka per test run. Jest calls the set-up once for all projects that name it, in the main process, whose death
// ends both servers; the workers learn the addresses from their environment.
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { startKafka, startPostgres, stackFolder } from '@gatehouse/local-stack';
import { stackKind, startContainers, type Servers } from './containers.ts';
import { discardRun, makeRunFolder } from './run-folder.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');

/** Who may log in to the tests' Kafka: the services and the administrator. */
const PRINCIPALS = [
  'admin',
  'policy',
  'prison-intelligence',
  'police-liaison',
  'oversight',
  'source-registry',
  'lane-keeper',
];

interface Run {
  folder: string;
  stop(): Promise<void>;
}

let run: Promise<Run> | null = null;

/** Starts the servers, unless the environment already names some (GATEHOUSE_TEST_PG and GATEHOUSE_TEST_KAFKA). */
export const startRun = async (): Promise<void> => {
  if (process.env.GATEHOUSE_TEST_PG !== undefined) return;
  run ??= start();
  await run;
};

export const stopRun = async (): Promise<void> => {
  if (run === null) return;
  const { folder, stop } = await run;
  await stop();
  discardRun(folder);
};

const start = async (): Promise<Run> => {
  const folder = makeRunFolder(ROOT);
  const principals = Object.fromEntries(PRINCIPALS.map((name) => [name, randomBytes(18).toString('base64url')]));
  try {
    const { adminUrl, brokers, stop } = await START[stackKind(process.env)](folder, principals);
    process.env.GATEHOUSE_TEST_PG = adminUrl;
    process.env.GATEHOUSE_TEST_KAFKA = brokers.join(',');
    process.env.GATEHOUSE_TEST_KAFKA_PRINCIPALS = JSON.stringify(principals);
    return { folder, stop };
  } catch (error) {
    discardRun(folder);
    throw error;
  }
};

const onThisMachine = async (folder: string, principals: Record<string, string>): Promise<Servers> => {
  const onProgress = (line: string): void => void process.stderr.write(`[tests] ${line}\n`);
  const starting = [
    startPostgres({ dataDir: join(folder, 'postgres'), onProgress }),
    startKafka({ dataDir: join(folder, 'kafka'), downloads: stackFolder(ROOT).downloads, principals, onProgress }),
  ] as const;
  const stop = async (): Promise<void> => {
    const started = await Promise.allSettled(starting);
    await Promise.all(started.map(async (server) => (server.status === 'fulfilled' ? server.value.stop() : undefined)));
  };
  try {
    const [{ adminUrl }, { brokers }] = await Promise.all(starting);
    return { adminUrl, brokers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const START = {
  local: onThisMachine,
  containers: (_folder: string, principals: Record<string, string>) => startContainers(ROOT, principals),
};
