// The store as its clients use it, and stores with a bug that others had: what a judge of histories has to tell apart.
import type pg from 'pg';
import { append } from './append.ts';
import type { Cursor, RecordedEvent } from './event.ts';
import { readAll } from './read-all.ts';
import { readStream } from './read-stream.ts';

export interface StoreUnderTest {
  /** @throws ConcurrencyConflict when the stream does not stand at what was expected */
  append(client: pg.PoolClient, stream: string, expected: number, values: string[]): Promise<void>;
  read(pool: pg.Pool, stream: string): Promise<string[]>;
  /** Reads the whole store from its beginning on: each call gives what comes next, nothing when there is none now. */
  follower(pool: pg.Pool): () => Promise<string[]>;
}

const AT_A_TIME = 50;
const valueOf = ({ data }: Pick<RecordedEvent, 'data'>): string => (data as { value: string }).value;

export const theStore: StoreUnderTest = {
  append: async (client, stream, expected, values) => {
    const events = values.map((value) => ({ type: 'Noted', data: { value } }));
    await append(client, stream, expected, events, { metadata: { correlationId: 'history' }, recordedAt: new Date() });
  },
  read: async (pool, stream) => (await readStream(pool, stream)).map(valueOf),
  follower: (pool) => {
    let last: Cursor | null = null;
    return async () => {
      const events: RecordedEvent[] = await readAll(pool, last, AT_A_TIME);
      last = events.at(-1)?.cursor ?? last;
      return events.map(valueOf);
    };
  },
};

/** Appends wherever the stream stands by now: what its client decided on is not looked at. */
export const withoutVersionCheck: StoreUnderTest = {
  ...theStore,
  append: async (client, stream, _expected, values) => {
    const { rows } = await client.query<{ version: number }>(
      'select version from store.streams where stream_id = $1 for update',
      [stream],
    );
    await theStore.append(client, stream, rows[0]?.version ?? 0, values);
  },
};

/** Follows by the highest number seen, as so many do. */
export const byPlainSequence: StoreUnderTest = {
  ...theStore,
  follower: (pool) => {
    let position = '0';
    return async () => {
      const { rows } = await pool.query<{ data: { value: string }; sequence: string }>(
        'select data, sequence from store.events where sequence > $1 order by sequence limit $2',
        [position, AT_A_TIME],
      );
      position = rows.at(-1)?.sequence ?? position;
      return rows.map(valueOf);
    };
  },
};

/** Reads streams from a copy that is some time behind, as from a replica. */
export const fromOldCopies = (behindMs: number): StoreUnderTest => {
  const copies = new Map<string, { at: number; values: string[] }>();
  return {
    ...theStore,
    read: async (pool, stream) => {
      const copy = copies.get(stream);
      if (copy && performance.now() - copy.at < behindMs) return copy.values;
      const values = await theStore.read(pool, stream);
      copies.set(stream, { at: performance.now(), values });
      return values;
    },
  };
};
