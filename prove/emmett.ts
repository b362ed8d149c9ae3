// The same writers on Emmett's store, as released, followed by its own consumer: how many events that one never shows. A reader
// that orders by transaction and goes on from the position alone skips what a slow transaction wrote at a lower position.
import { endAllPools } from '@event-driven-io/dumbo';
import { projections } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore, postgreSQLProjection } from '@event-driven-io/emmett-postgresql';
import { versionOf } from '@gatehouse/bench/machine';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

export interface Skipped {
  version: string;
  committed: number;
  skipped: number;
}

export interface Writing {
  writers: number;
  heldMs: number;
  /** share of transactions */
  rolledBack: number;
  /** events of one transaction, at the most */
  largest: number;
}

const ON_PURPOSE = 'rolled back on purpose';

/** @param url a database of its own, empty; @param wanted events committed at least */
export const emmettSkips = async (url: string, wanted: number, writing: Writing): Promise<Skipped> => {
  const pool = new pg.Pool({ connectionString: url, max: writing.writers + 4 });
  pool.on('error', () => undefined);
  const held = postgreSQLProjection({
    name: 'held',
    canHandle: ['Noted'],
    // Within the transaction, before its commit.
    handle: async () => {
      await pause(Math.random() * writing.heldMs);
      if (Math.random() < writing.rolledBack) throw new Error(ON_PURPOSE);
    },
  });
  const store = getPostgreSQLEventStore(url, { projections: projections.inline([held]), connectionOptions: { pool } });
  await store.schema.migrate();
  const [committed, seen] = [new Set<string>(), new Set<string>()];
  const consumer = store.consumer({ pulling: { batchSize: 500, pullingFrequencyInMs: 5 } });
  consumer.reactor({
    processorId: 'follower',
    eachMessage: ({ metadata }) => {
      const { streamName, streamPosition } = metadata as { streamName: string; streamPosition: bigint };
      seen.add(`${streamName}@${streamPosition}`);
    },
  });
  const following = consumer.start();
  const write = async (_: unknown, writer: number): Promise<void> => {
    for (let n = 0; committed.size < wanted; n += 1) {
      const stream = `w${writer}-${n}`;
      const size = 1 + Math.floor(Math.random() * writing.largest);
      const events = Array.from({ length: size }, (__, i) => ({ type: 'Noted', data: { i } }));
      const written = store.appendToStream(stream, events).then(
        () => true,
        (fault: Error) => {
          if (fault.message !== ON_PURPOSE) throw fault;
          return false;
        },
      );
      if (await written) for (let version = 1; version <= size; version += 1) committed.add(`${stream}@${version}`);
    }
  };
  await Promise.all(Array.from({ length: writing.writers }, write));
  await untilAtTheEnd(pool);
  await consumer.close();
  await following.catch(() => undefined);
  await endAllPools();
  if (!pool.ended) await pool.end();
  const skipped = [...committed].filter((id) => !seen.has(id)).length;
  return { version: await versionOf('@event-driven-io/emmett-postgresql'), committed: committed.size, skipped };
};

const AT_THE_END = `select (select max(global_position) from emt_messages)
  = (select max(last_processed_checkpoint::bigint) from emt_processors) as is_there`;

/** Until its consumer says of itself that it has gone through everything: what it has not shown by then it never will. */
const untilAtTheEnd = async (pool: pg.Pool): Promise<void> => {
  const end = performance.now() + 60_000;
  while (performance.now() < end) {
    const { rows } = await pool.query<{ is_there: boolean }>(AT_THE_END);
    if (rows[0]?.is_there) return;
    await pause(200);
  }
};
