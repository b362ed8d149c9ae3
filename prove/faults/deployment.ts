// A deployment as agencies run it, on this machine: each service a process with its own folder, one PostgreSQL, one Kafka, and a
// link that can fail between each service and its database, and between all of them and the broker.
import {
  freePort,
  startKafka,
  startPostgres,
  stackFolder,
  type LocalKafka,
  type LocalPostgres,
} from '@gatehouse/local-stack';
import { openKeys, PRINCIPALS, provisionDeployment, readSettings, type ServiceName } from '@gatehouse/start';
import { buildWhatChanged } from '@gatehouse/start/building';
import { databaseOf } from '@gatehouse/bench/stack';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STRUCK, type Struck } from './plan.ts';
import { ServiceProcess } from './service-process.ts';
import { TcpLink } from './tcp-link.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NAMESPACE = 'prove';
const READY_WITHIN_MS = 120_000;

export interface Deployment {
  processes: Record<Struck, ServiceProcess>;
  /** from each service to its database */
  databaseLinks: Record<ServiceName, TcpLink>;
  brokerLink: TcpLink;
  postgres: LocalPostgres;
  kafka: LocalKafka;
  /** start again what was killed, on what it kept */
  startPostgres(): Promise<void>;
  startKafka(): Promise<void>;
  /** a service's database, as administrator and past its link */
  database: (service: string) => string;
  brokerPasswords: Record<string, string>;
  /** verifies the log's checkpoints */
  logKey: string;
  untilReady(): Promise<void>;
  end(): Promise<void>;
}

/** Starts all of it, empty, and waits until it is ready. */
export const openDeployment = async (identity: { issuer: string; jwksUri: string }): Promise<Deployment> => {
  await buildWhatChanged();
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-prove-'));
  const passwords = Object.fromEntries(PRINCIPALS.map((name) => [name, randomBytes(18).toString('base64url')]));
  const brokerPort = await freePort();
  const brokerLink = await TcpLink.to(brokerPort);
  const postgresAgain = () => startPostgres({ dataDir: join(folder, 'postgres') });
  const kafkaAgain = () =>
    startKafka({
      dataDir: join(folder, 'kafka'),
      downloads: stackFolder(ROOT).downloads,
      principals: passwords,
      port: brokerPort,
      advertisedPort: brokerLink.port,
    });
  const [postgres, kafka] = await Promise.all([postgresAgain(), kafkaAgain()]);
  const given = join(folder, 'given');
  const { logKey } = await provisionDeployment({
    folder: given,
    namespace: NAMESPACE,
    adminUrl: postgres.adminUrl,
    kafka: { kind: 'kafka', brokers: kafka.brokers, passwords },
    keys: await openKeys(join(folder, 'administrator'), NAMESPACE),
    identity,
    basePort: 0,
  });
  const links: Partial<Record<Struck, TcpLink>> = {};
  const processes = {} as Record<Struck, ServiceProcess>;
  for (const name of STRUCK) {
    const own = join(given, name);
    const url = new URL((await readSettings(name, own, {})).text('DATABASE_URL'));
    const link = (links[name] = await TcpLink.to(Number(url.port)));
    url.port = String(link.port);
    const env = { KAFKA_BROKERS: `127.0.0.1:${brokerLink.port}`, DATABASE_URL: url.href };
    processes[name] = new ServiceProcess(name, own, await freePort(), env);
  }
  const all = Object.values(processes);
  const deployment: Deployment = {
    processes,
    databaseLinks: links as Deployment['databaseLinks'],
    brokerLink,
    postgres,
    kafka,
    startPostgres: async () => void (deployment.postgres = await postgresAgain()),
    startKafka: async () => void (deployment.kafka = await kafkaAgain()),
    database: (service) => databaseOf(postgres.adminUrl, `${NAMESPACE}_${service.replaceAll('-', '_')}`),
    brokerPasswords: passwords,
    logKey,
    untilReady: async () => void (await Promise.all(all.map((one) => one.untilReady(READY_WITHIN_MS)))),
    end: async () => {
      await Promise.all(all.map((one) => one.end('SIGKILL')));
      await Promise.all([...Object.values(links), brokerLink].map((link) => link.close()));
      await Promise.all([deployment.postgres.stop(), deployment.kafka.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    for (const one of all) one.start();
    await deployment.untilReady();
    return deployment;
  } catch (fault) {
    await deployment.end();
    throw fault;
  }
};

export { NAMESPACE };
