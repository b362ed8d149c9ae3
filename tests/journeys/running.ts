// A whole Gatehouse for a journey: every service on the run's PostgreSQL and Kafka, in databases and topics of its own.
import { openPool } from '@gatehouse/event-store';
import { freshNamespace, testKafka, testPostgres } from '@gatehouse/testing';
import { allInstruments, startGatehouse, type Access, type Gatehouse, type GatehouseConfig } from '@gatehouse/start';
import { takeFormsOfRun } from '@gatehouse/policy/forms-of-run';
import { processLogger } from '@gatehouse/service-kit';
import { systemClock } from '@gatehouse/service-kit/clock';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pg from 'pg';

export interface Running extends Gatehouse {
  namespace: string;
  keysFolder: string;
  /** with a folder a service */
  itemKeysFolder: string;
  /** every line the process logged so far */
  logged: () => string;
  access: Access;
  /** stops everything and starts it again on what it kept */
  restart: () => Promise<Running>;
  /** stops everything and drops the databases */
  end: () => Promise<void>;
}

export type Changes = Partial<
  Pick<GatehouseConfig, 'clock' | 'instruments' | 'states' | 'signers' | 'undrafted' | 'identity' | 'bus' | 'notices'>
>;

export const running = async (changes: Changes = {}): Promise<Running> => {
  takeFormsOfRun();
  const namespace = freshNamespace();
  const keysFolder = await mkdtemp(join(tmpdir(), 'gatehouse-keys-'));
  const lines: string[] = [];
  const destination = new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) });
  const { brokers, principals } = testKafka();
  const config: GatehouseConfig = {
    namespace,
    adminUrl: testPostgres(),
    bus: { kind: 'kafka', brokers, passwords: principals },
    keysFolder,
    port: 0,
    clock: systemClock,
    logger: processLogger({ destination }),
    instruments: allInstruments(),
    ...changes,
  };
  return started(config, () => lines.join(''));
};

const started = async (config: GatehouseConfig, logged: () => string): Promise<Running> => {
  const { namespace, keysFolder } = config;
  const gatehouse = await startGatehouse(config);
  return {
    ...gatehouse,
    namespace,
    keysFolder,
    itemKeysFolder: join(keysFolder, 'item-keys'),
    logged,
    access: {
      url: gatehouse.url,
      issuer: gatehouse.issuer,
      secretOf: (persona) => gatehouse.keys.personaSecrets[persona] ?? '',
    },
    restart: async () => {
      await gatehouse.stop();
      return started(config, logged);
    },
    end: async () => {
      await gatehouse.stop();
      await dropAll(namespace);
      await rm(keysFolder, { recursive: true });
    },
  };
};

/** A service's database as its owner, who alone may make tables in it: for what no service does. */
export const asOwner = async <T>(
  { keys, namespace }: Pick<Running, 'keys' | 'namespace'>,
  service: string,
  work: (pool: pg.Pool) => Promise<T>,
): Promise<T> => {
  const url = new URL(testPostgres());
  const database = `${namespace}_${service.replaceAll('-', '_')}`;
  [url.pathname, url.username] = [`/${database}`, `${database}_owner`];
  url.password = keys.databasePasswords[url.username] ?? '';
  const pool = openPool(url.href, { max: 3 });
  return work(pool).finally(() => pool.end());
};

/** The databases and roles of a namespace, gone with whoever is still connected. */
export const dropAll = async (namespace: string): Promise<void> => {
  const client = new pg.Client({ connectionString: testPostgres() });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>('select datname from pg_database where datname like $1', [
    `${namespace}\\_%`,
  ]);
  for (const { datname } of rows) await client.query(`drop database ${pg.escapeIdentifier(datname)} with (force)`);
  const roles = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname like $1', [
    `${namespace}\\_%`,
  ]);
  for (const { rolname } of roles.rows) await client.query(`drop role ${pg.escapeIdentifier(rolname)}`);
  await client.end();
};
