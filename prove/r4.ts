// R4: a transaction left idle, in the store's own database and in another one of the cluster. Readers wait and skip nothing; within
// ten seconds an alarm and readiness name the backend. The control is the reader that does not wait: it has to be seen skipping
// what the idle transaction had written.
import {
  append,
  eventStoreMigrations,
  HorizonWatch,
  inTransaction,
  knowEvents,
  migrate,
  openPool,
} from '@gatehouse/event-store';
import type { Row } from '@gatehouse/bench/frame';
import { databaseOf, statement } from '@gatehouse/bench/stack';
import { startPostgres } from '@gatehouse/local-stack';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { promiseRow } from './promise.ts';
import { readNaively, readOn } from './readers.ts';

const WRITERS = 8;
const IDLE_MS = 60_000;
const QUICK_IDLE_MS = 12_000;
const NAMED_WITHIN_MS = 10_000;

export const proveR4 = async (quick: boolean): Promise<Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-prove-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
  await statement(postgres.adminUrl, 'create database elsewhere');
  const pool = openPool(postgres.adminUrl, {
    applicationName: 'prove',
    max: WRITERS + 6,
    events: [{ Noted: [] }],
    onFault: () => undefined,
  });
  try {
    await migrate(pool, [eventStoreMigrations]);
    const idleMs = quick ? QUICK_IDLE_MS : IDLE_MS;
    const found = await run(pool, [postgres.adminUrl, databaseOf(postgres.adminUrl, 'elsewhere')], idleMs);
    const skipped = [...found.committed].filter((id) => !found.seen.has(id)).length;
    const naivelySkipped = [...found.committed].filter((id) => !found.naive.has(id)).length;
    const late = found.named.filter((ms) => ms === null || ms > NAMED_WITHIN_MS).length;
    const shown = found.named.map((ms) => (ms === null ? 'never' : `${(ms / 1000).toFixed(1)} s`)).join(' and ');
    return [
      promiseRow({
        id: 'R4',
        what: `events skipped, and idle transactions not named by alarm and readiness in time, of ${found.committed.size} events and 2 transactions`,
        violations: skipped + late,
        whole: quick ? null : true,
        conditions: `idle for ${idleMs / 1000} s here and in another database; named after ${shown}`,
        control: {
          what: `a reader with the sequence as its cursor skipped ${naivelySkipped} of the same events`,
          noticed: naivelySkipped > 0,
        },
      }),
    ];
  } finally {
    await pool.end();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

interface Found {
  committed: Set<string>;
  seen: Set<string>;
  naive: Set<string>;
  /** of each idle transaction: after how many milliseconds alarm and readiness named its backend; null: never */
  named: (number | null)[];
}

const run = async (pool: pg.Pool, databases: string[], idleMs: number): Promise<Found> => {
  const found: Found = { committed: new Set(), seen: new Set(), naive: new Set(), named: [] };
  const writing = { still: true };
  const alarms: { pid: unknown; at: number }[] = [];
  const alarm = (_name: string, { pid }: Record<string, unknown>): void =>
    void alarms.push({ pid, at: performance.now() });
  const watch = new HorizonWatch({ pool, alarm });
  watch.start();
  const readers = [readOn(pool, found.seen, writing), readNaively(pool, found.naive, writing)];
  const writers = Array.from({ length: WRITERS }, (_, n) => write(pool, n, found.committed, writing));
  for (const [place, url] of databases.entries()) {
    const { pid, began } = await leaveIdle(url, place === 0 ? found.committed : null, idleMs);
    const told = alarms.find((one) => one.pid === pid);
    found.named.push(told ? told.at - began : null);
  }
  writing.still = false;
  await Promise.all([...writers, ...readers]);
  await watch.stop();
  return found;
};

/** A session that begins, writes where there is a store, and is left; then somebody commits it. */
const leaveIdle = async (url: string, committed: Set<string> | null, idleMs: number) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  knowEvents(client, { Noted: [] });
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await client.query('begin');
  if (committed) await appendTo(client, 'left-idle');
  else await client.query('select pg_current_xact_id()');
  const began = performance.now();
  await pause(idleMs);
  await client.query('commit');
  committed?.add('left-idle@1');
  await client.end();
  return { pid: rows[0]?.pid, began };
};

const appendTo = (client: pg.ClientBase, streamId: string) =>
  append(client, streamId, 0, [{ type: 'Noted', data: {} }], {
    metadata: { correlationId: 'r4' },
    recordedAt: new Date(),
  });

const write = async (
  pool: pg.Pool,
  writer: number,
  committed: Set<string>,
  writing: { still: boolean },
): Promise<void> => {
  for (let n = 0; writing.still; n += 1) {
    await inTransaction(pool, (client) => appendTo(client, `w${writer}-${n}`));
    committed.add(`w${writer}-${n}@1`);
    await pause(20);
  }
};
