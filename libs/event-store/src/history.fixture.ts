// Clients of a store side by side: they read streams, append to them where they stand, and follow the whole store, while somebody
// else disturbs them. What each did and saw becomes a history that @gatehouse/testing/history judges.
import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';
import type { Appended, History } from '@gatehouse/testing/history';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { StoreUnderTest } from './stores.fixture.ts';
import { inTransaction } from './transaction.ts';

export * from './stores.fixture.ts';

export interface Clients {
  pool: pg.Pool;
  store: StoreUnderTest;
  writers: number;
  followers: number;
  /** how many appends are tried in all */
  appends: number;
  /** milliseconds a transaction is held; some ten times as long, so that the server ends them */
  heldMs: number;
  /** of transactions given up by their own client */
  rolledBack: number;
  /** until the writers are done */
  disturb?: (going: () => boolean) => Promise<void>;
}

/** As few streams as let clients meet often. */
const STREAMS = 6;
const HELD_TOO_LONG = 0.02;
const AT_REST_WITHIN_MS = 60_000;

class GivenUp extends Error {}

export const recordHistory = async (clients: Clients): Promise<History> => {
  const { pool, store } = clients;
  const history: History = { appends: [], reads: [], readers: [], streams: {}, all: [] };
  const going = { on: true };
  const disturbing = clients.disturb?.(() => going.on);
  const rest = Promise.withResolvers<void>();
  const followers = Array.from({ length: clients.followers }, (_, n) =>
    follow(clients, `follower ${n + 1}`, rest.promise),
  );
  try {
    await Promise.all(Array.from({ length: clients.writers }, (_, writer) => write(clients, writer, history)));
    going.on = false;
    await disturbing;
    for (let n = 0; n < STREAMS; n += 1) history.streams[`s${n}`] = await patient(() => store.read(pool, `s${n}`));
    history.all = await allOf(clients, Object.values(history.streams).flat().length);
  } finally {
    rest.resolve();
    history.readers = await Promise.all(followers);
  }
  return history;
};

/** One client: looks at one stream or two, decides, appends. */
const write = async (clients: Clients, writer: number, history: History): Promise<void> => {
  for (let n = 0; history.appends.length < clients.appends; n += 1) {
    const first = Math.floor(Math.random() * STREAMS);
    const streams = Math.random() < 0.2 ? [first, (first + 1) % STREAMS] : [first];
    const parts: Appended['parts'] = [];
    for (const one of streams) {
      const stream = `s${one}`;
      const begun = performance.now();
      const values = await clients.store.read(clients.pool, stream).catch(() => null);
      if (values === null) break;
      history.reads.push({ begun, ended: performance.now(), stream, values });
      const size = 1 + Math.floor(Math.random() * 3);
      const own = Array.from({ length: size }, (_, i) => `${writer}-${n}-${one}-${i}`);
      parts.push({ stream, expected: values.length, values: own });
    }
    if (parts.length === streams.length) await appendAll(clients, parts, history);
    else await pause(10);
  }
};

const appendAll = async (clients: Clients, parts: Appended['parts'], history: History): Promise<void> => {
  const begun = performance.now();
  const append: Appended = { begun, ended: Infinity, outcome: 'unknown', parts };
  history.appends.push(append);
  const work = async (client: pg.PoolClient): Promise<void> => {
    for (const { stream, expected, values } of parts) {
      await clients.store.append(client, stream, expected, values);
      await pause(Math.random() * clients.heldMs * (Math.random() < HELD_TOO_LONG ? 10 : 1));
    }
    if (Math.random() < clients.rolledBack) throw new GivenUp();
  };
  const idleMs = clients.heldMs * 4;
  append.outcome = await inTransaction(clients.pool, work, { idleMs }).then(
    () => 'committed' as const,
    (fault: unknown) =>
      fault instanceof ConcurrencyConflict || fault instanceof GivenUp ? ('failed' as const) : ('unknown' as const),
  );
  append.ended = performance.now();
};

/** Follows the whole store, whatever breaks off; at rest it reads on to the end. */
const follow = async (
  { pool, store }: Clients,
  name: string,
  rest: Promise<void>,
): Promise<History['readers'][number]> => {
  const values: string[] = [];
  const state = { rests: false };
  void rest.then(() => (state.rests = true));
  for (const next = store.follower(pool); ;) {
    const rested = state.rests;
    const seen = await next().catch(() => null);
    values.push(...(seen ?? []));
    if (rested && seen?.length === 0) return { name, values };
    if (!seen?.length) await pause(2);
  }
};

/** The whole store from its beginning, as soon as no open transaction of the cluster holds its end back. */
const allOf = async ({ pool, store }: Clients, wanted: number): Promise<string[]> => {
  const end = performance.now() + AT_REST_WITHIN_MS;
  for (;;) {
    const values: string[] = [];
    const next = store.follower(pool);
    for (let seen = await patient(next); seen.length > 0; seen = await patient(next)) values.push(...seen);
    if (values.length >= wanted || performance.now() > end) return values;
    await pause(50);
  }
};

const patient = async <T>(work: () => Promise<T>): Promise<T> => {
  const end = performance.now() + AT_REST_WITHIN_MS;
  for (;;) {
    try {
      return await work();
    } catch (fault) {
      if (performance.now() > end) throw fault;
      await pause(100);
    }
  }
};
