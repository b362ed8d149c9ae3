import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';
import { freshDatabase } from '@gatehouse/testing';
import { append } from './append.ts';
import { appendReady } from './append-ready.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { knowEvents } from './known-events.ts';
import { migrate } from './migrations.ts';
import { readStream } from './read-stream.ts';
import { readStreams } from './read-streams.ts';
import { readyEvents } from './ready-events.ts';
import { inTransaction } from './transaction.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
  knowEvents(db.pool, { Noted: [] });
  await migrate(db.pool, [eventStoreMigrations]);
});
afterAll(() => db.drop());

const context = { metadata: { correlationId: 'c' }, recordedAt: new Date('2026-03-01T09:00:00Z') };
const noted = (...texts: string[]) => texts.map((text) => ({ type: 'Noted', data: { text } }));
const ready = (streamId: string, version: number, ...texts: string[]) =>
  readyEvents(db.pool, streamId, version, noted(...texts), context);
const write = (...streams: ReturnType<typeof ready>[]) =>
  inTransaction(db.pool, (client) => appendReady(client, streams.flat()));
const begin = (streamId: string, ...texts: string[]) =>
  inTransaction(db.pool, (client) => append(client, streamId, 0, noted(...texts), context));
const versions = async (streamId: string) => (await readStream(db.pool, streamId)).map(({ version }) => version);

describe('events onto several streams at once', () => {
  it('stand after what each stream had, as they are read later', async () => {
    await begin('known-1', 'first');
    const recorded = await write(ready('known-1', 1, 'second', 'third'), ready('new-1', 0, 'begun'));
    const [known, fresh] = [await readStream(db.pool, 'known-1'), await readStream(db.pool, 'new-1')];
    expect(recorded).toEqual([...known.slice(1), ...fresh]);
    expect(known.map(({ version, data }) => [version, data])).toEqual([
      [1, { text: 'first' }],
      [2, { text: 'second' }],
      [3, { text: 'third' }],
    ]);
  });

  it.each([
    ['a known stream that moved on', () => ready('known-2', 1, 'late')],
    ['a new stream that exists', () => ready('known-2', 0, 'late')],
    ['a known stream that is further back', () => ready('known-2', 5, 'early')],
    ['a known stream that does not exist', () => ready('nowhere', 3, 'early')],
  ])('leave nothing at all where one meets %s', async (_, conflicting) => {
    if ((await versions('known-2')).length === 0) await begin('known-2', 'first', 'second');
    await expect(write(ready('beside', 0, 'good'), conflicting())).rejects.toBeInstanceOf(ConcurrencyConflict);
    expect(await versions('beside')).toEqual([]);
    expect(await versions('known-2')).toEqual([1, 2]);
  });

  it('wait for one another and never block each other, in whichever order writers name them', async () => {
    const names = ['x1', 'x2', 'x3', 'x4', 'x5'];
    for (const name of names) await begin(name, 'first');
    const writer = async (order: string[]): Promise<number> => {
      let conflicts = 0;
      for (let n = 0; n < 20; n += 1)
        await inTransaction(db.pool, async (client) => {
          const histories = await readStreams(client, order);
          const events = order.flatMap((name) => ready(name, histories.get(name)!.length, 'next'));
          await appendReady(client, events);
        }).catch((fault: unknown) => {
          if (!(fault instanceof ConcurrencyConflict) || fault.cause !== undefined) throw fault;
          conflicts += 1;
        });
      return conflicts;
    };
    const conflicts = await Promise.all([writer(names), writer(names.toReversed())]);
    const written = 41 - conflicts[0]! - conflicts[1]!;
    for (const name of names) expect(await versions(name)).toEqual(Array.from({ length: written }, (_, i) => i + 1));
  });
});

it('reads several streams by one query, each in its order', async () => {
  await begin('read-1', 'a', 'b');
  await begin('read-2', 'c');
  const found = await readStreams(db.pool, ['read-2', 'read-1', 'read-none']);
  expect([...found].map(([name, events]) => [name, events.map(({ data }) => (data as { text: string }).text)])).toEqual(
    [
      ['read-2', ['c']],
      ['read-1', ['a', 'b']],
      ['read-none', []],
    ],
  );
});
