// What clients of the event store saw while their connections, and PostgreSQL itself, were killed with -9 under them: judged as a
// history of list-appends. The controls are stores with a bug, judged in the same run.
import { anomaliesOf } from '@gatehouse/testing/history';
import {
  byPlainSequence,
  recordHistory,
  theStore,
  withoutVersionCheck,
  type StoreUnderTest,
} from '@gatehouse/event-store/testing';
import { eventStoreMigrations, migrate, openPool } from '@gatehouse/event-store';
import type { Row } from '@gatehouse/bench/frame';
import { databaseOf, statement } from '@gatehouse/bench/stack';
import { startPostgres, type LocalPostgres } from '@gatehouse/local-stack';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promiseRow } from './promise.ts';

const APPENDS = 20_000;
const QUICK_APPENDS = 300;
const CONTROL_APPENDS = 200;
const CONNECTION_KILLED_EVERY_MS = 100;
const SERVER_KILLED_EVERY_MS = 20_000;
const QUICK_SERVER_KILLED_EVERY_MS = 2_000;

interface Server {
  postgres: LocalPostgres;
  again: () => Promise<LocalPostgres>;
  kills: { connections: number; server: number };
}

/** The row of R3 that is about everything a store can do wrong, not about skipping alone. */
export const proveHistories = async (quick: boolean): Promise<Row> => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-prove-'));
  const again = () => startPostgres({ dataDir: join(folder, 'postgres') });
  const server: Server = { postgres: await again(), again, kills: { connections: 0, server: 0 } };
  try {
    const killing = killed(server, quick ? QUICK_SERVER_KILLED_EVERY_MS : SERVER_KILLED_EVERY_MS);
    const history = await historyOf(server, 'ours', theStore, quick ? QUICK_APPENDS : APPENDS, killing);
    const anomalies = anomaliesOf(history);
    for (const { kind, about } of anomalies.slice(0, 20)) process.stderr.write(`R3.history: ${kind}: ${about}\n`);
    const overlooked = await bugsOf(server, 'overlooks', withoutVersionCheck, 'lost update');
    const skipped = await bugsOf(server, 'skips', byPlainSequence, 'skipped');
    const counted = (wanted: string): number => history.appends.filter(({ outcome }) => outcome === wanted).length;
    return promiseRow({
      id: 'R3.history',
      what: `anomalies in what clients of the store saw, of ${history.appends.length} appends and ${history.reads.length} reads`,
      violations: anomalies.length,
      whole: quick ? null : history.appends.length >= APPENDS,
      conditions: `${counted('committed')} committed, ${counted('failed')} failed, ${counted('unknown')} not known; ${server.kills.connections} connections and ${server.kills.server} times PostgreSQL killed`,
      control: {
        what: `a store that appends without the version check had ${overlooked} lost updates, one that is followed by its plain sequence skipped ${skipped}`,
        noticed: overlooked > 0 && skipped > 0,
      },
    });
  } finally {
    await server.postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const bugsOf = async (server: Server, database: string, store: StoreUnderTest, kind: string): Promise<number> => {
  const history = await historyOf(server, database, store, CONTROL_APPENDS, async () => undefined);
  return anomaliesOf(history).filter((anomaly) => anomaly.kind === kind).length;
};

const historyOf = async (
  { postgres }: Server,
  database: string,
  store: StoreUnderTest,
  appends: number,
  disturb: (going: () => boolean) => Promise<void>,
) => {
  await statement(postgres.adminUrl, `create database ${database}`);
  const pool = openPool(databaseOf(postgres.adminUrl, database), {
    applicationName: 'history',
    max: 20,
    events: [{ Noted: [] }],
  });
  try {
    await migrate(pool, [eventStoreMigrations]);
    return await recordHistory({
      pool,
      store,
      writers: 16,
      followers: 2,
      appends,
      heldMs: 40,
      rolledBack: 0.05,
      disturb,
    });
  } finally {
    await pool.end();
  }
};

/** Kills a connection after the other, and now and then the whole server. */
const killed =
  (server: Server, everyMs: number) =>
  async (going: () => boolean): Promise<void> => {
    let next = performance.now() + everyMs;
    while (going()) {
      await pause(CONNECTION_KILLED_EVERY_MS);
      if (performance.now() > next) {
        process.kill(server.postgres.pid, 'SIGKILL');
        await server.postgres.exited;
        server.postgres = await server.again();
        server.kills.server += 1;
        next = performance.now() + everyMs;
      }
      await statement(
        server.postgres.adminUrl,
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'history' order by random() limit 1`,
      ).catch(() => undefined);
      server.kills.connections += 1;
    }
  };
