// P8: a projection made again from every event, beside its live rows, compared with them and swapped in; against reading the same
// events by a cursor and parsing them, nothing done with them, and against Emmett's rebuild of a projection with the same rows.
import { rawSql } from '@event-driven-io/dumbo';
import { postgreSQLRawBatchSQLProjection, rebuildPostgreSQLProjections } from '@event-driven-io/emmett-postgresql';
import { appendReady, eventStoreMigrations, inTransaction, migrate, readyEvents } from '@gatehouse/event-store';
import { Projector, projectionsMigrations, rebuild, type Projection } from '@gatehouse/projections';
import type pg from 'pg';
import type { Row } from '../frame.ts';
import { versionOf } from '../machine.ts';
import { inTurns, rowAgainst, type Contender } from '../turns.ts';
import { emmettVersion, endEmmettPools, openEmmett } from './emmett.ts';
import { withPostgres, type Database } from './postgres.ts';
import { AT, METADATA, sampleEvent } from './samples.ts';

const EVENTS_OF_A_STREAM = 5;
const AT_A_TIME = 1_000;
const TABLE = 'stream_id text primary key, events integer not null, latest text not null';
const BEHIND = `on conflict (stream_id) do update set events = note.events + excluded.events, latest = excluded.latest`;

/** One row a stream, changed at each of its events. */
const notes: Projection = {
  name: 'notes',
  tables: [{ name: 'note' }],
  apply: (client, event) => upsert(client, [{ streamId: event.streamId, text: textOf(event) }]),
  applyAll: (client, events) =>
    upsert(
      client,
      events.map((event) => ({ streamId: event.streamId, text: textOf(event) })),
    ),
};

const textOf = ({ data }: { data: unknown }): string => (data as { text: string }).text;

interface Noted {
  streamId: string;
  text: string;
}

const upsert = async (client: pg.ClientBase, noted: Noted[]): Promise<void> => {
  const rows = rowsOf(noted);
  await client.query({
    name: 'note',
    text: `insert into note (stream_id, events, latest) select * from unnest($1::text[], $2::integer[], $3::text[]) ${BEHIND}`,
    values: [rows.map(([id]) => id), rows.map(([, { events }]) => events), rows.map(([, { latest }]) => latest)],
  });
};

/** What these events make of each stream. */
const rowsOf = (noted: Noted[]): [string, { events: number; latest: string }][] => {
  const rows = new Map<string, { events: number; latest: string }>();
  for (const { streamId, text } of noted)
    rows.set(streamId, { events: (rows.get(streamId)?.events ?? 0) + 1, latest: text });
  return [...rows];
};

export const benchP8 = (quick: boolean): Promise<Row[]> =>
  withPostgres(async (database) => {
    const [count, rounds] = quick ? [5_000, 1] : [40_000, 5];
    const [ours, theirs] = [await database('ours'), await database('emmett')];
    await filled(ours, count);
    const emmett = await openEmmett(theirs);
    for (let n = 0; n < count / EVENTS_OF_A_STREAM; n += 1) await emmett.append(`notes-${n}`, EVENTS_OF_A_STREAM);
    await emmett.close();
    await theirs.pool.query(`create table note (${TABLE})`);
    const perSecond = (work: () => Promise<unknown>) => async (): Promise<number> => {
      const began = performance.now();
      await work();
      return (count * 1000) / (performance.now() - began);
    };
    const contenders: Contender[] = [
      { name: 'Gatehouse', version: 'this', run: perSecond(() => rebuilt(ours)) },
      {
        name: 'cursor and JSON.parse',
        version: `pg ${await versionOf('pg')}`,
        run: perSecond(() => readThrough(ours)),
        wanted: 0.5,
      },
      {
        name: 'Emmett',
        version: await emmettVersion(),
        run: perSecond(() => rebuiltByEmmett(theirs, count)),
        wanted: 10,
      },
    ];
    const row = { id: 'P8', unit: 'events/s' };
    const what = `events of a projection's rebuild, ${count} of them, ${EVENTS_OF_A_STREAM} a stream`;
    const figures = await inTurns(contenders, rounds).finally(endEmmettPools);
    return [rowAgainst({ ...row, what }, contenders, figures)];
  });

const filled = async ({ pool }: Database, count: number): Promise<void> => {
  await migrate(pool, [eventStoreMigrations, projectionsMigrations]);
  await pool.query(`create table read.note (${TABLE})`);
  const streams = Array.from({ length: count / EVENTS_OF_A_STREAM }, (_, n) => `notes-${n}`);
  const events = Array.from({ length: EVENTS_OF_A_STREAM }, (_, n) => sampleEvent(n));
  for (let from = 0; from < streams.length; from += 100)
    await inTransaction(pool, (client) =>
      appendReady(
        client,
        streams
          .slice(from, from + 100)
          .flatMap((stream) => readyEvents(client, stream, 0, events, { metadata: METADATA, recordedAt: AT })),
      ),
    );
  const projector = new Projector(pool, notes, { batch: AT_A_TIME });
  while ((await projector.runOnce()) > 0);
};

const rebuilt = async ({ pool }: Database): Promise<void> => {
  const { end } = await rebuild(pool, notes, { batch: AT_A_TIME });
  if (end !== 'swapped') throw new Error(`the rebuild ended as ${end}`);
};

const readThrough = ({ pool }: Database): Promise<number> =>
  inTransaction(pool, async (client) => {
    await client.query(
      'declare through cursor for select stream_id, data::text as data from store.events order by transaction_id, sequence',
    );
    for (let seen = 0; ;) {
      const { rows } = await client.query<{ data: string }>(`fetch ${AT_A_TIME} from through`);
      for (const { data } of rows) if ((JSON.parse(data) as { n: number }).n >= 0) seen += 1;
      if (rows.length === 0) return seen;
    }
  });

const theirNotes = postgreSQLRawBatchSQLProjection({
  name: 'notes',
  canHandle: ['Noted'],
  evolve: (events) => {
    const noted = (events as unknown as { data: unknown; metadata: { streamName: string } }[]).map((event) => ({
      streamId: event.metadata.streamName,
      text: textOf(event),
    }));
    // It takes SQL as text alone; the samples hold no quotes.
    const values = rowsOf(noted).map(([id, row]) => `('${id}', ${row.events}, '${row.latest}')`);
    return [rawSql(`insert into note (stream_id, events, latest) values ${values.join(', ')} ${BEHIND}`)];
  },
});

const rebuiltByEmmett = async ({ url, pool }: Database, count: number): Promise<void> => {
  // It goes on from its checkpoint: made again means from the beginning.
  await pool.query('truncate note, emt_processors, emt_projections');
  const pulling = { batchSize: AT_A_TIME, pullingFrequencyInMs: 1 };
  const consumer = rebuildPostgreSQLProjections({ connectionString: url, projection: theirNotes, pulling });
  await consumer.start();
  await consumer.close();
  const { rows } = await pool.query<{ n: string }>('select sum(events) as n from note');
  if (Number(rows[0]?.n) !== count) throw new Error(`Emmett applied ${rows[0]?.n} events of ${count}`);
};
