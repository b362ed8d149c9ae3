// R3: no reader ever skips an event, however long a writer held its transaction. 64 writers hold theirs for up to half a
// second, some roll back, and one reader follows. The control is the reader of so many systems, the highest number seen
// and what is above it: in the same run, on the same events, it has to be seen skipping. A peer is followed the same way.
import { append, eventStoreMigrations, inTransaction, migrate, openPool } from '@gatehouse/event-store';
import type { Row } from '@gatehouse/bench/frame';
import { databaseOf, statement } from '@gatehouse/bench/stack';
import { startPostgres } from '@gatehouse/local-stack';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { emmettSkips } from './emmett.ts';
import { proveHistories } from './histories.ts';
import { promiseRow } from './promise.ts';
import { readNaively, readOn } from './readers.ts';

const WRITERS = 64;
const HELD_MS = 500;
const ROLLED_BACK = 0.02;
/** events of one transaction, at the most */
const LARGEST = 20;

export const proveR3 = async (quick: boolean): Promise<Row[]> => [
  ...(await proveGaps(quick)),
  await proveHistories(quick),
];

const proveGaps = async (quick: boolean): Promise<Row[]> => {
  const wanted = quick ? 10_000 : 200_000;
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-prove-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
  const pool = openPool(postgres.adminUrl, {
    applicationName: 'prove',
    max: WRITERS + 4,
    events: [{ Noted: [] }],
    onFault: () => undefined,
  });
  try {
    await migrate(pool, [eventStoreMigrations]);
    const { committed, seen, naive } = await run(pool, wanted);
    const skipped = [...committed].filter((id) => !seen.has(id)).length;
    await statement(postgres.adminUrl, 'create database emmett');
    const writing = { writers: WRITERS, heldMs: HELD_MS, rolledBack: ROLLED_BACK, largest: LARGEST };
    const emmett = await emmettSkips(databaseOf(postgres.adminUrl, 'emmett'), wanted / 10, writing);
    const naivelySkipped = [...committed].filter((id) => !naive.has(id)).length;
    const invented = seen.size - (committed.size - skipped);
    return [
      promiseRow({
        peers: [{ name: `Emmett's consumer, of ${emmett.committed}`, version: emmett.version, figure: emmett.skipped }],
        id: 'R3',
        what: `events skipped or shown without having been committed, of ${committed.size}, by the store's own reader`,
        violations: skipped + invented,
        whole: quick ? null : committed.size >= wanted,
        conditions: quick ? `${committed.size} events; the promise is about 200000` : null,
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
}

const run = async (pool: pg.Pool, wanted: number): Promise<Found> => {
  const found: Found = { committed: new Set(), seen: new Set(), naive: new Set() };
  const writing = { still: true };
  const readers = [readOn(pool, found.seen, writing), readNaively(pool, found.naive, writing)];
  await Promise.all(Array.from({ length: WRITERS }, (_, n) => write(pool, n, wanted, found.committed)));
  writing.still = false;
  await Promise.all(readers);
  return found;
};

const write = async (pool: pg.Pool, writer: number, wanted: number, committed: Set<string>): Promise<void> => {
  for (let n = 0; committed.size < wanted; n += 1) {
    const streamId = `w${writer}-${n}`;
    const size = 1 + Math.floor(Math.random() * LARGEST);
    const rolledBack = Math.random() < ROLLED_BACK;
    const written = inTransaction(pool, async (client) => {
      const events = Array.from({ length: size }, (_, i) => ({ type: 'Noted', data: { i } }));
      await append(client, streamId, 0, events, { metadata: { correlationId: 'r3' }, recordedAt: new Date() });
      await pause(Math.random() * HELD_MS);
      if (rolledBack) throw new Error('rolled back on purpose');
    });
    if (await written.then(() => true, onPurpose))
      for (let version = 1; version <= size; version += 1) committed.add(`${streamId}@${version}`);
  }
};

const onPurpose = (fault: Error): false => {
  if (fault.message === 'rolled back on purpose') return false;
  throw fault;
};
