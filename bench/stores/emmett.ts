// Emmett's own event store on PostgreSQL, as released, with a pool of the same size as everybody's.
import { endAllPools } from '@event-driven-io/dumbo';
import { getPostgreSQLEventStore, type PostgresEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { versionOf } from '../machine.ts';
import { METADATA, sampleEvent } from './samples.ts';
import type { Database } from './postgres.ts';

export const emmettVersion = (): Promise<string> => versionOf('@event-driven-io/emmett-postgresql');

export interface Emmett {
  store: PostgresEventStore;
  /** events onto a stream that is there or not, at whatever version it is */
  append: (stream: string, count?: number) => Promise<void>;
  close: () => Promise<void>;
}

export const openEmmett = async ({ url }: Database): Promise<Emmett> => {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // Connections that end with the server are no fault of the measurement.
  pool.on('error', () => undefined);
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  const event = (n: number) => ({ ...sampleEvent(n), metadata: METADATA });
  return {
    store,
    append: async (stream, count = 1) => {
      await store.appendToStream(
        stream,
        Array.from({ length: count }, (_, n) => event(n)),
      );
    },
    close: async () => {
      await store.close();
      if (!pool.ended) await pool.end();
    },
  };
};

/** Ends what its consumers opened by themselves: an idle connection that ends with its server would end the process. */
export const endEmmettPools = (): Promise<unknown> => endAllPools();
