import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';
import { eventually, freshDatabase } from '@gatehouse/testing';
import { append } from './append.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { knowEvents } from './known-events.ts';
import { migrate } from './migrations.ts';
import { readAll } from './read-all.ts';
import { readStream } from './read-stream.ts';
import { startStreams } from './start-streams.ts';
import { inTransaction } from './transaction.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
  knowEvents(db.pool, { Noted: [] });
  await migrate(db.pool, [eventStoreMigrations]);
});
afterAll(() => db.drop());

const recordedAt = new Date('2026-03-01T09:00:00.123Z');
const context = { metadata: { correlationId: 'c-1' }, recordedAt };
const occurredAt = new Date('2026-02-01T00:00:00Z');
const starts = (name: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    streamId: `${name}-${n}`,
    event: { type: 'Noted', data: { n } },
    ...(n % 2 ? { occurredAt } : {}),
  }));
const begin = (name: string, count: number) =>
  inTransaction(db.pool, (client) => startStreams(client, starts(name, count), context));

describe('starting many streams', () => {
  it('writes what append would have written, in the given order', async () => {
    await begin('many', 500);
    const [one] = await readStream(db.pool, 'many-3');
    expect(one).toMatchObject({
      version: 1,
      type: 'Noted',
      data: { n: 3 },
      metadata: context.metadata,
      recordedAt,
      occurredAt,
    });
    await eventually(async () => {
      const all = (await readAll(db.pool, null, 10_000)).filter(({ streamId }) => streamId.startsWith('many-'));
      expect(all.map(({ data }) => (data as { n: number }).n)).toEqual(Array.from({ length: 500 }, (_, n) => n));
    });
  });

  it('leaves streams that go on as any other', async () => {
    await begin('going', 1);
    const more = await inTransaction(db.pool, (client) =>
      append(client, 'going-0', 1, [{ type: 'Noted', data: {} }], context),
    );
    expect(more[0]?.version).toBe(2);
  });

  it('writes nothing when one of them exists, or is named twice', async () => {
    await begin('there', 1);
    await expect(begin('there', 3)).rejects.toBeInstanceOf(ConcurrencyConflict);
    expect(await readStream(db.pool, 'there-2')).toEqual([]);
    const twice = [...starts('twice', 1), ...starts('twice', 1)];
    const write = inTransaction(db.pool, (client) => startStreams(client, twice, context));
    await expect(write).rejects.toBeInstanceOf(ConcurrencyConflict);
    expect(await readStream(db.pool, 'twice-0')).toEqual([]);
  });
});
