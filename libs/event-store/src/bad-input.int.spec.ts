// What the store is asked to take and may not: a clear answer each, and not one row more than before, whatever stood beside it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConcurrencyConflict, TerminalFault } from '@gatehouse/service-kit/faults';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import type pg from 'pg';
import { append } from './append.ts';
import type { DomainEvent } from './event.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { knowEvents } from './known-events.ts';
import { migrate } from './migrations.ts';
import { openPool } from './pool.ts';
import { readAll } from './read-all.ts';
import { readStream } from './read-stream.ts';
import { startStreams } from './start-streams.ts';
import { inTransaction } from './transaction.ts';
import { EVENT_BYTES_LIMIT } from './writable.ts';

let db: FreshDatabase;
beforeAll(async () => {
  db = await freshDatabase();
  knowEvents(db.pool, { Noted: [] });
  await migrate(db.pool, [eventStoreMigrations]);
  await inTransaction(db.pool, (client) => append(client, 'note-there', 0, [good, good], context));
});
afterAll(() => db.drop());

const context = { metadata: { correlationId: 'c' }, recordedAt: new Date('2026-03-01T09:00:00Z') };
const good: DomainEvent = { type: 'Noted', data: { text: 'a' } };
/** One byte more than may be written. */
const large: DomainEvent = { type: 'Noted', data: { text: 'x'.repeat(EVENT_BYTES_LIMIT - '{"text":""}'.length + 1) } };
const unknown: DomainEvent = { type: 'NotedInPassing', data: { text: 'a' } };
const nul: DomainEvent = { type: 'Noted', data: { text: 'a\0' } };

const rows = async (): Promise<unknown> =>
  (
    await db.pool.query(
      `select (select count(*)::int from store.events) as events, (select json_agg(s order by stream_id) from store.streams s) as heads`,
    )
  ).rows;

/** What is refused with a code, the good event before it and beside it included. */
const BAD: [what: string, code: string, bad: DomainEvent][] = [
  ['over the limit', 'event-too-large', large],
  ['of a type that stands in no catalogue', 'event-type-unknown', unknown],
  ['that holds what no row can', 'event-malformed', nul],
];

describe('an event that may not be written', () => {
  it.each(BAD)('%s: append', async (_what, code, bad) => {
    const before = await rows();
    for (const [stream, version] of [['note-new', 0] as const, ['note-there', 2] as const]) {
      const refused = inTransaction(db.pool, (client) => append(client, stream, version, [good, bad], context));
      await expect(refused).rejects.toMatchObject({ name: 'TerminalFault', code });
    }
    expect(await rows()).toEqual(before);
  });

  it.each(BAD)('%s: many streams begun at once', async (_what, code, bad) => {
    const before = await rows();
    const starts = [good, bad].map((event, n) => ({ streamId: `note-begun-${n}`, event }));
    const refused = inTransaction(db.pool, (client) => startStreams(client, starts, context));
    await expect(refused).rejects.toMatchObject({ name: 'TerminalFault', code });
    expect(await rows()).toEqual(before);
  });

  it.each(BAD)('%s: the caller may go on with its transaction all the same', async (_what, code, bad) => {
    const before = await rows();
    await inTransaction(db.pool, async (client) => {
      await expect(append(client, 'note-new', 0, [bad], context)).rejects.toMatchObject({ code });
      expect((await client.query('select 1')).rowCount).toBe(1);
    });
    expect(await rows()).toEqual(before);
  });

  it('exactly as large as the limit it is written', async () => {
    const text = (large.data as { text: string }).text.slice(1);
    await inTransaction(db.pool, (client) =>
      append(client, 'note-limit', 0, [{ type: 'Noted', data: { text } }], context),
    );
    expect(await readStream(db.pool, 'note-limit')).toMatchObject([{ data: { text } }]);
  });
});

describe('a version nobody can expect', () => {
  it.each([0, 1, 3, 2_147_483_647])('%d, where the stream is at 2', async (version) => {
    const before = await rows();
    const refused = inTransaction(db.pool, (client) => append(client, 'note-there', version, [good], context));
    await expect(refused).rejects.toBeInstanceOf(version === 2_147_483_647 ? TerminalFault : ConcurrencyConflict);
    expect(await rows()).toEqual(before);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%d, which is none', async (version) => {
    const before = await rows();
    const refused = inTransaction(db.pool, (client) => append(client, 'note-there', version, [good], context));
    await expect(refused).rejects.toMatchObject({ code: 'event-malformed' });
    expect(await rows()).toEqual(before);
  });
});

describe('a connection nobody told what its database holds', () => {
  let untold: pg.Pool;
  beforeAll(() => {
    untold = openPool(db.url, { max: 1 });
  });
  afterAll(() => untold.end());

  it('writes nothing and reads nothing', async () => {
    const before = await rows();
    const missing = { code: 'event-catalogue-missing' };
    const append1 = inTransaction(untold, (client) => append(client, 'note-new', 0, [good], context));
    await expect(append1).rejects.toMatchObject(missing);
    await expect(readStream(untold, 'note-there')).rejects.toMatchObject(missing);
    // The reader of everything meets an event once no older transaction of the whole cluster is open.
    await eventually(() => expect(readAll(untold, null, 1)).rejects.toMatchObject(missing));
    expect(await rows()).toEqual(before);
  });
});
