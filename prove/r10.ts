// R10: a cluster that is killed while it works, and whose folder is deleted, comes back from its backup with everything it had acknowledged,
// every reader goes on from where it was, and within a minute at a million events. The control is the same backup without the log that
// came last: it has to be seen losing. And a log that was set back signs nothing beside what it has published (r10-fork.ts).
import {
  append,
  eventStoreMigrations,
  inTransaction,
  migrate,
  openPool,
  readAll,
  startStreams,
} from '@gatehouse/event-store';
import type { Cursor } from '@gatehouse/event-store';
import type { Row } from '@gatehouse/bench/frame';
import { statement } from '@gatehouse/bench/stack';
import { startPostgres } from '@gatehouse/local-stack';
import { backUpCluster, restoreCluster } from '@gatehouse/start';
import { copyFile, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { promiseRow } from './promise.ts';
import { proveNoFork } from './r10-fork.ts';
import { readOn } from './readers.ts';

const EVENTS = 1_000_000;
const QUICK_EVENTS = 20_000;
const BACK_WITHIN_S = 60;
const WRITERS = 8;
/** written after the last whole file of the log: what the control leaves out */
const AT_THE_END = 200;

export const proveR10 = async (quick: boolean): Promise<Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-prove-'));
  try {
    return [await proveRestore(folder, quick), await proveNoFork(join(folder, 'log'))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const proveRestore = async (folder: string, quick: boolean): Promise<Row> => {
  const wanted = quick ? QUICK_EVENTS : EVENTS;
  const worked = await workAndDie(folder, wanted);
  const restored = await comeBack(folder, 'restored', join(folder, 'backup'), worked);
  const short = join(folder, 'short');
  await cp(join(folder, 'backup'), short, { recursive: true });
  for (const name of await readdir(join(short, 'wal')))
    if (name.endsWith('.partial')) await rm(join(short, 'wal', name));
  const control = await comeBack(folder, 'control', short, worked);
  const late = restored.seconds > BACK_WITHIN_S ? 1 : 0;
  return promiseRow({
    id: 'R10.restore',
    what: `events acknowledged and lost, or met again or not at all by a reader that goes on, of ${worked.acknowledged.size} after kill -9 and a deleted folder; and a minute that was not kept`,
    violations: restored.lost + restored.wronglyRead + late,
    whole: quick ? null : worked.acknowledged.size >= EVENTS,
    conditions: `back after ${restored.seconds.toFixed(1)} s with ${worked.acknowledged.size} events${quick ? '; the promise is about a million' : ''}`,
    control: {
      what: `the same backup without the last file of its log had lost ${control.lost} of them`,
      noticed: control.lost > 0,
    },
  });
};

interface Worked {
  acknowledged: Set<string>;
  /** how far a reader was, and what it had seen */
  reader: { at: Cursor | null; seen: number };
}

/** A store of this size, written to while it is backed up, and killed. */
const workAndDie = async (folder: string, wanted: number): Promise<Worked> => {
  const dataDir = join(folder, 'postgres');
  const server = await startPostgres({ dataDir });
  const pool = openPool(server.adminUrl, {
    applicationName: 'prove',
    max: WRITERS + 2,
    onFault: () => undefined,
    events: NOTED,
  });
  await migrate(pool, [eventStoreMigrations]);
  const acknowledged = new Set<string>();
  await fill(pool, wanted, acknowledged);
  const half = await readHalf(pool, wanted);
  const writing = { still: true };
  const writers = Array.from({ length: WRITERS }, (_, n) => write(pool, n, acknowledged, writing));
  const backup = await backUpCluster({
    url: server.adminUrl,
    folder: join(folder, 'backup'),
    at: new Date(),
    synchronous: true,
  });
  await statement(server.adminUrl, 'select pg_switch_wal()');
  const before = acknowledged.size;
  while (acknowledged.size < before + AT_THE_END) await pause(20);
  process.kill(server.pid, 'SIGKILL');
  await server.exited;
  writing.still = false;
  await Promise.all(writers);
  await backup.follower.stop();
  await pool.end();
  await mkdir(join(folder, 'password'));
  await copyFile(join(dataDir, 'admin-password'), join(folder, 'password', 'admin-password'));
  await rm(dataDir, { recursive: true });
  return { acknowledged, reader: half };
};

/** What the store holds. */
const NOTED = [{ Noted: [] }];
const context = { metadata: { correlationId: 'r10' }, recordedAt: new Date() };
const AT_ONCE = 1_000;

const fill = async (pool: pg.Pool, wanted: number, acknowledged: Set<string>): Promise<void> => {
  for (let from = 0; from < wanted; from += AT_ONCE) {
    const streams = Array.from({ length: AT_ONCE }, (_, i) => `filled-${from + i}`);
    const starts = streams.map((streamId) => ({ streamId, event: { type: 'Noted', data: { text: 'x'.repeat(500) } } }));
    await inTransaction(pool, (client) => startStreams(client, starts, context));
    for (const streamId of streams) acknowledged.add(`${streamId}@1`);
  }
};

const readHalf = async (pool: pg.Pool, wanted: number): Promise<Worked['reader']> => {
  const reader: Worked['reader'] = { at: null, seen: 0 };
  while (reader.seen < wanted / 2) {
    const events = await readAll(pool, reader.at, 500);
    reader.at = events.at(-1)?.cursor ?? reader.at;
    reader.seen += events.length;
  }
  return reader;
};

const write = async (
  pool: pg.Pool,
  writer: number,
  acknowledged: Set<string>,
  writing: { still: boolean },
): Promise<void> => {
  for (let n = 0; writing.still; n += 1) {
    const streamId = `w${writer}-${n}`;
    const events = [{ type: 'Noted', data: { n } }];
    const done = await inTransaction(pool, (client) => append(client, streamId, 0, events, context)).then(
      () => true,
      () => false,
    );
    if (done) acknowledged.add(`${streamId}@1`);
    else await pause(20);
  }
};

/** Restores a backup and reads it: what is lost, and what a reader meets that goes on from where it was. */
const comeBack = async (folder: string, name: string, backup: string, { acknowledged, reader }: Worked) => {
  const dataDir = join(folder, name);
  await cp(join(folder, 'password'), dataDir, { recursive: true });
  const began = performance.now();
  await restoreCluster({ backup, dataDir });
  const server = await startPostgres({ dataDir });
  const pool = openPool(server.adminUrl, { applicationName: 'prove', max: 4, onFault: () => undefined, events: NOTED });
  try {
    await migrate(pool, [eventStoreMigrations]);
    await readAll(pool, reader.at, 1);
    const seconds = (performance.now() - began) / 1000;
    const seen = new Set<string>();
    await readOn(pool, seen, { still: false });
    const after = new Set<string>();
    await readOn(pool, after, { still: false }, reader.at);
    const lost = [...acknowledged].filter((id) => !seen.has(id)).length;
    return { seconds, lost, wronglyRead: Math.abs(seen.size - reader.seen - after.size) };
  } finally {
    await pool.end();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};
