// The run's PostgreSQL and Kafka, as a test sees them. Each test takes a database or a namespace of its own, so tests never meet.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const fromRun = (name: string): string => {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(
      `${name} is not set: this needs the servers of a run, so name the file *.int.spec.ts or *.journey.spec.ts`,
    );
  return value;
};

/** The superuser's address of the run's PostgreSQL. */
export const testPostgres = (): string => fromRun('GATEHOUSE_TEST_PG');

export interface TestKafka {
  brokers: string[];
  /** Password by principal: admin, policy and the services. */
  principals: Record<string, string>;
}

/** The run's Kafka and who may log in to it. */
export const testKafka = (): TestKafka => ({
  brokers: fromRun('GATEHOUSE_TEST_KAFKA').split(','),
  principals: JSON.parse(fromRun('GATEHOUSE_TEST_KAFKA_PRINCIPALS')) as Record<string, string>,
});

/** A word nothing else in the run uses: fit for the start of a database name and of a topic. */
export const freshNamespace = (): string => `t${BigInt(`0x${randomBytes(6).toString('hex')}`).toString(36)}`;

export interface FreshDatabase {
  url: string;
  pool: pg.Pool;
  /** where the keys of its items are kept, outside it; nothing is there yet */
  itemKeys: { file: string; agencyKey: string };
  /** Ends the pool and drops the database, whoever else is still connected, and the keys of its items. */
  drop(): Promise<void>;
}

const asAdmin = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: testPostgres() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

/** An empty database of its own; `name` only makes it readable in a log. */
export const freshDatabase = async (name = 'database'): Promise<FreshDatabase> => {
  const database = `${freshNamespace()}_${name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`.slice(0, 60);
  await asAdmin(`create database "${database}"`);
  const address = new URL(testPostgres());
  address.pathname = `/${database}`;
  const pool = new pg.Pool({ connectionString: address.href, max: 10 });
  // An idle connection that the server ends (as `drop` does to others') must not end the test process.
  pool.on('error', () => {});
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-item-keys-'));
  const itemKeys = { file: join(folder, 'item-keys.sqlite'), agencyKey: randomBytes(32).toString('base64url') };
  const drop = async (): Promise<void> => {
    await pool.end();
    await asAdmin(`drop database if exists "${database}" with (force)`);
    rmSync(folder, { recursive: true });
  };
  return { url: address.href, pool, itemKeys, drop };
};
