// Events whose words stand under their item's key, through every way of writing and reading; and what an erased item leaves.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ItemKeyStore } from '@gatehouse/item-keys';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import type pg from 'pg';
import { append } from './append.ts';
import { appendReady } from './append-ready.ts';
import type { Decider } from './decider.ts';
import type { EventTypes } from './event-catalogue.ts';
import type { DomainEvent, RecordedEvent } from './event.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { destroyMarked, markForDestruction, openItemKeys } from './item-keys.ts';
import { currentData, sealWith } from './known-events.ts';
import { migrate } from './migrations.ts';
import type { StoredData } from './open-events.ts';
import { openPool } from './pool.ts';
import { readAll } from './read-all.ts';
import { readHistory, readStream } from './read-stream.ts';
import { readStreams } from './read-streams.ts';
import { readyEvents } from './ready-events.ts';
import { runDecider } from './run-decider.ts';
import { sealed } from './sealing.ts';
import { startStreams } from './start-streams.ts';
import { inTransaction } from './transaction.ts';

const ITEM = /^(answer|note)-/;
const clear = ['id', 'about.id', 'parts[].id', 'absent'];
const types: EventTypes = {
  Said: sealed({ clear }),
  Answered: sealed({ clear: ['id'], itemOf: (streamId) => streamId.replace(ITEM, 'note-') }),
  Counted: [],
};
/** What a program of before wrote plainly, and one of later that has changed the type since. */
const before: EventTypes = { Said: [], Answered: [], Counted: [] };
const later: EventTypes = {
  ...types,
  Said: sealed({ clear, steps: [({ words, ...rest }) => ({ ...rest, text: words })] }),
};
const context = { metadata: { correlationId: 'c' }, recordedAt: new Date('2026-03-01T09:00:00Z') };
const said = (id: string, words: string) => ({
  type: 'Said',
  data: { id, words, about: { id: 'other', name: words }, parts: [{ id: 1, text: words }] },
});

let db: FreshDatabase;
let folder: string;
let pool: pg.Pool;
let keys: ItemKeyStore;
const pools: pg.Pool[] = [];
const program = (events: EventTypes): pg.Pool => {
  const made = openPool(db.url, { max: 3, events: [events] });
  pools.push(made);
  return made;
};
beforeAll(async () => {
  db = await freshDatabase('sealed_events');
  await migrate(db.pool, [eventStoreMigrations]);
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-item-keys-'));
  pool = program(types);
  const at = { file: join(folder, 'item-keys.sqlite'), agencyKey: randomBytes(32).toString('base64url') };
  keys = await openItemKeys(pool, at, context.recordedAt);
});
afterAll(async () => {
  await Promise.all(pools.map((one) => one.end()));
  keys.close();
  await db.drop();
  rmSync(folder, { recursive: true });
});

const write = (on: pg.Pool, stream: string, version: number, ...events: DomainEvent[]) =>
  inTransaction(on, (client) => append(client, stream, version, events, context));
const stored = async (stream: string): Promise<(StoredData & { data: Record<string, unknown> })[]> =>
  (
    await db.pool.query<StoredData & { data: Record<string, unknown> }>(
      'select event_id, stream_id, type, type_version, data from store.events where stream_id = $1 order by version',
      [stream],
    )
  ).rows;
const allOf = (stream: string, on = pool): Promise<RecordedEvent[]> =>
  eventually(async () => {
    const events = (await readAll(on, null, 1_000)).filter(({ streamId }) => streamId === stream);
    expect(events.length).toBe((await stored(stream)).length);
    return events;
  });
const erase = async (...items: string[]): Promise<void> => {
  await inTransaction(pool, (client) => markForDestruction(client, items, context.recordedAt));
  await destroyMarked(pool, keys);
};

describe('an event of a sealed type', () => {
  it('stands without a word in the database and is read as it was written, whichever way it was', async () => {
    const data = said('1', 'CANARY').data;
    const recorded = await write(pool, 'note-1', 0, said('1', 'CANARY'));
    await inTransaction(pool, (client) =>
      startStreams(client, [{ streamId: 'note-2', event: said('1', 'CANARY') }], context),
    );
    await inTransaction(pool, (client) =>
      appendReady(client, readyEvents(client, 'note-2', 1, [said('1', 'CANARY')], context)),
    );
    expect(recorded[0]?.data).toEqual(data);
    for (const stream of ['note-1', 'note-2']) {
      for (const row of await stored(stream)) {
        expect(JSON.stringify(row)).not.toContain('CANARY');
        expect(row.data).toMatchObject({ id: '1', about: { id: 'other' }, parts: [{ id: 1 }] });
        expect(Object.keys(row.data).toSorted()).toEqual(['$sealed', 'about', 'id', 'parts']);
        expect(currentData(pool, row)).toEqual(data);
      }
      const ways = [
        await readStream(pool, stream),
        (await readStreams(pool, [stream])).get(stream)!,
        await allOf(stream),
      ];
      for (const way of ways) for (const event of way) expect(event.data).toEqual(data);
    }
    expect(await readStream(pool, 'note-1')).toEqual(recorded);
  });

  it('is found by its clear members; altered ones change nothing in what is read, altered words are a fault', async () => {
    await write(pool, 'note-3', 0, said('3', 'true'), said('3', 'also true'));
    await db.pool.query('alter table store.events disable trigger user');
    const alter = (change: string) =>
      db.pool.query(`update store.events set data = ${change} where stream_id = 'note-3' and version = 1`);
    await alter(`jsonb_set(data, '{id}', '"altered"')`);
    expect((await readStream(pool, 'note-3')).map(({ data }) => (data as { id: string }).id)).toEqual(['3', '3']);
    await alter(`(select data from store.events where stream_id = 'note-3' and version = 2)`);
    await expect(readStream(pool, 'note-3')).rejects.toMatchObject({ code: 'malformed' });
    await db.pool.query(`delete from store.events where stream_id = 'note-3'`);
    await db.pool.query('alter table store.events enable trigger user');
  });

  it('is read in the version of today, and a plain one of before beside it', async () => {
    await write(program(before), 'note-4', 0, said('4', 'plain'));
    await write(pool, 'note-4', 1, said('4', 'sealed'));
    expect((await stored('note-4')).map(({ data }) => '$sealed' in data)).toEqual([false, true]);
    const today = program(later);
    sealWith(today, keys);
    const texts = (await readStream(today, 'note-4')).map(({ data }) => (data as { text: string }).text);
    expect(texts).toEqual(['plain', 'sealed']);
  });

  it('is neither written nor opened by a program without keys; a plain type is', async () => {
    const without = program(types);
    const refused = { code: 'item-keys-not-given' };
    await expect(write(without, 'note-5', 0, said('5', 'x'))).rejects.toMatchObject(refused);
    await write(pool, 'note-5', 0, said('5', 'x'));
    await expect(readStream(without, 'note-5')).rejects.toMatchObject(refused);
    await write(without, 'count-1', 0, { type: 'Counted', data: { n: 1 } });
    expect((await readStream(without, 'count-1'))[0]?.data).toEqual({ n: 1 });
    await expect(write(without, 'count-1', 1, { type: 'Counted', data: { $sealed: 1 } })).rejects.toMatchObject({
      code: 'event-malformed',
    });
  });
});

/** Every file of the cluster that holds what the store wrote: heap, TOAST and indexes of the events, and the log. */
const filesWith = async (word: string): Promise<string[]> => {
  await db.pool.query('checkpoint');
  const { rows } = await db.pool.query<{ file: string }>(
    `with relations as (
       select oid from pg_class where oid = 'store.events'::regclass
       union select reltoastrelid from pg_class where oid = 'store.events'::regclass
       union select indexrelid from pg_index where indrelid = 'store.events'::regclass
     ), files as (
       select pg_relation_filepath(oid) as file from relations
       union all select 'pg_wal/' || name from pg_ls_waldir()
     )
     select regexp_replace(file, '/.*', '') as file from files
     where position(convert_to($1, 'UTF8') in pg_read_binary_file(file)) > 0`,
    [word],
  );
  return rows.map(({ file }) => file).toSorted();
};

it('no file of the database holds a word of a sealed event, neither the table nor the log; of a plain one both do', async () => {
  const [hidden, told] = [randomBytes(9).toString('hex'), randomBytes(9).toString('hex')];
  const long = `${hidden} ${randomBytes(3_000).toString('hex')}`;
  await write(pool, 'note-9', 0, said('9', hidden), said('9', long));
  await write(pool, 'count-2', 0, { type: 'Counted', data: { words: told } });
  expect(await filesWith(hidden)).toEqual([]);
  expect([...new Set(await filesWith(told))]).toEqual(['base', 'pg_wal']);
});

describe('an erased item', () => {
  const history: Decider<string, string[], DomainEvent, never> = {
    initial: () => [],
    decide: (words) => ({ outcome: 'accepted', events: [said('e', words)] }),
    evolve: (seen, { data }) => [...seen, (data as { words: string }).words.toUpperCase()],
  };
  const decide = (stream: string) =>
    inTransaction(pool, (client) => runDecider(client, history, stream, 'more', context));

  it('is as if it had never been, with all that stood under its key; what stands beside it goes on', async () => {
    await write(program(before), 'note-6', 0, said('6', 'plainly'));
    await write(pool, 'note-6', 1, said('6', 'gone'), said('6', 'gone too'));
    await write(pool, 'answer-6', 0, { type: 'Answered', data: { id: '6', words: 'gone' } });
    await write(pool, 'note-7', 0, said('7', 'stays'));
    await erase('note-6');
    for (const stream of ['note-6', 'answer-6']) {
      expect(await readStream(pool, stream)).toEqual([]);
      expect((await readStreams(pool, [stream])).get(stream)).toEqual([]);
    }
    const left = await allOf('note-6');
    expect(left.map(({ version, erased }) => [version, erased])).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ]);
    expect(JSON.stringify(left.slice(1))).not.toContain('gone');
    expect(left[1]?.data).toEqual({ id: '6', about: { id: 'other' }, parts: [{ id: 1 }] });
    expect(currentData(pool, (await stored('note-6'))[1]!)).toBeNull();
    expect((await readStream(pool, 'note-7')).length).toBe(1);
    expect(await decide('note-7')).toMatchObject({ outcome: 'accepted', state: ['STAYS', 'MORE'] });
  });

  it('takes nothing any more, and gets no new key', async () => {
    await write(pool, 'note-8', 0, said('8', 'gone'));
    await erase('note-8', 'note-never');
    const gone = { code: 'item-erased' };
    await expect(decide('note-8')).rejects.toMatchObject(gone);
    await expect(write(pool, 'note-8', 1, said('8', 'x'))).rejects.toMatchObject(gone);
    await expect(write(pool, 'note-never', 0, said('8', 'x'))).rejects.toMatchObject(gone);
    expect((await readHistory(pool, 'note-8')).map(({ version, erased }) => [version, erased])).toEqual([[1, true]]);
  });
});
