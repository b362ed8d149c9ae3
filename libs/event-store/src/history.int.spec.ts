// What clients of the store saw, side by side, while their connections were killed under them and transactions were held too
// long, is what one thing after the other explains. First the judge is shown stores with a bug.
import { anomaliesOf, type AnomalyKind, type History } from '@gatehouse/testing/history';
import { freshDatabase } from '@gatehouse/testing';
import { expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { eventStoreMigrations } from './event-store-migrations.ts';
import {
  byPlainSequence,
  fromOldCopies,
  recordHistory,
  theStore,
  withoutVersionCheck,
  type Clients,
  type StoreUnderTest,
} from './history.fixture.ts';
import { migrate } from './migrations.ts';
import { openPool } from './pool.ts';

/** Ends a connection of these clients at a time, in whatever it is doing. */
const killConnections =
  (pool: Clients['pool'], name: string) =>
  async (going: () => boolean): Promise<void> => {
    while (going()) {
      await pool
        .query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where application_name = $1 and pid <> pg_backend_pid() order by random() limit 1`,
          [name],
        )
        .catch(() => undefined);
      await pause(60);
    }
  };

const historyOf = async (store: StoreUnderTest, appends: number, kills: boolean): Promise<History> => {
  const db = await freshDatabase('history');
  const pool = openPool(db.url, { applicationName: 'history', max: 16, events: [{ Noted: [] }] });
  try {
    await migrate(pool, [eventStoreMigrations]);
    const clients: Clients = { pool, store, writers: 10, followers: 2, appends, heldMs: 40, rolledBack: 0.05 };
    return await recordHistory({ ...clients, ...(kills && { disturb: killConnections(db.pool, 'history') }) });
  } finally {
    await pool.end();
    await db.drop();
  }
};

it('the store, with its connections killed, has no anomaly in what its clients saw', async () => {
  const history = await historyOf(theStore, 400, true);
  expect(anomaliesOf(history)).toEqual([]);
  const outcomes = history.appends.map(({ outcome }) => outcome);
  expect(new Set(outcomes)).toEqual(new Set(['committed', 'failed', 'unknown']));
  expect(history.all.length).toBeGreaterThan(50);
});

it.each<[string, StoreUnderTest, AnomalyKind]>([
  ['appends without the version check', withoutVersionCheck, 'lost update'],
  ['is followed by its plain sequence', byPlainSequence, 'skipped'],
  ['reads streams from old copies', fromOldCopies(30), 'stale read'],
])('a store that %s is found out', async (_what, store, kind) => {
  const kinds = anomaliesOf(await historyOf(store, 300, false)).map((anomaly) => anomaly.kind);
  expect(kinds).toContain(kind);
});
