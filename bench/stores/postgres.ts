// One PostgreSQL of a measurement's own (fsync on, as initdb leaves it), a database for each contender, pools of one size.
import { openPool, type EventTypes } from '@gatehouse/event-store';
import { startPostgres } from '@gatehouse/local-stack';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { databaseOf, statement } from '../stack.ts';

/** Connections of every contender: what a service has. */
const CONNECTIONS = 10;

export interface Database {
  url: string;
  pool: pg.Pool;
}

/** Gives the work a server whose databases go with it. */
export const withPostgres = async <T>(
  work: (database: (name: string, events?: EventTypes) => Promise<Database>) => Promise<T>,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
  try {
    return await withDatabases(postgres.adminUrl, work);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

/** The same on a server that is there. */
export const withDatabases = async <T>(
  adminUrl: string,
  work: (database: (name: string, events?: EventTypes) => Promise<Database>) => Promise<T>,
): Promise<T> => {
  const pools: pg.Pool[] = [];
  const database = async (name: string, events: EventTypes = { Noted: [] }): Promise<Database> => {
    await statement(adminUrl, `create database ${name}`);
    const url = databaseOf(adminUrl, name);
    const pool = openPool(url, { applicationName: 'bench', max: CONNECTIONS, events: [events] });
    pools.push(pool);
    return { url, pool };
  };
  return work(database).finally(() => Promise.all(pools.map((pool) => pool.end())));
};
