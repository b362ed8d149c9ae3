import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';
import { eventually, freshDatabase } from '@gatehouse/testing';
import { append } from './append.ts';
import type { RecordedEvent } from './event.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { knowEvents } from './known-events.ts';
import { migrate } from './migrations.ts';
import { readAll } from './read-all.ts';
import { readStream } from './read-stream.ts';
import { inTransaction } from './transaction.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
  knowEvents(db.pool, { Noted: [] });
  await migrate(db.pool, [eventStoreMigrations]);
});
afterAll(() => db.drop());

const at = new Date('2026-03-01T09:00:00.123Z');
const context = { metadata: { correlationId: 'c-1' }, recordedAt: at };
const noted = (note: string) => ({ type: 'Noted', data: { note } });
const write = (stream: string, expected: number, ...notes: string[]) =>
  inTransaction(db.pool, (client) => append(client, stream, expected, notes.map(noted), context));

/** A stream's events as the reader of the whole store meets them. */
const inStoreOrder = async (stream: string, count: number) => {
  let own: RecordedEvent[] = [];
  await eventually(async () => {
    own = (await readAll(db.pool, null, 10_000)).filter((event) => event.streamId === stream);
    expect(own.length).toBeGreaterThanOrEqual(count);
  });
  return own;
};

describe('append', () => {
  it('gives back what a reader will read', async () => {
    const occurredAt = new Date('2026-02-28T22:00:00Z');
    const metadata = {
      correlationId: 'c-2',
      actor: { agency: 'kz-police', person: 'po-aidos' },
      purpose: 'INVESTIGATE',
    };
    const data = { when: new Date(0), none: undefined, text: "ү '\\u0000' {1,2}", list: [1.5, null, { a: [] }] };
    const recorded = await inTransaction(db.pool, (client) =>
      append(client, 'note-1', 0, [{ type: 'Noted', data }], { metadata, recordedAt: at, occurredAt }),
    );
    expect(recorded).toEqual(await readStream(db.pool, 'note-1'));
    expect(recorded[0]).toMatchObject({ version: 1, occurredAt, recordedAt: at, metadata });
    expect(recorded[0]?.data).toEqual({ when: '1970-01-01T00:00:00.000Z', text: data.text, list: data.list });
  });

  it('keeps a batch in its order, in the stream and in the whole store', async () => {
    const notes = Array.from({ length: 1_000 }, (_, n) => `n${n}`);
    await write('note-batch', 0, ...notes);
    const own = await inStoreOrder('note-batch', 1_000);
    expect(own.map((event) => event.version)).toEqual(notes.map((_, n) => n + 1));
    expect(own.map((event) => event.data)).toEqual(notes.map((note) => ({ note })));
  });

  it.each([
    ['a version that is taken', 'note-v', 0],
    ['an older version', 'note-v', 1],
    ['a version not reached yet', 'note-v', 3],
    ['a version of a stream that does not exist', 'note-none', 1],
  ])('refuses %s and leaves the transaction usable', async (_what, stream, expected) => {
    await inTransaction(db.pool, async (client) =>
      append(client, 'note-v', 0, [noted('a'), noted('b')], context),
    ).catch(() => undefined);
    const after = await inTransaction(db.pool, async (client) => {
      await expect(append(client, stream, expected, [noted('late')], context)).rejects.toBeInstanceOf(
        ConcurrencyConflict,
      );
      return readStream(client, stream);
    });
    expect(after).toHaveLength(stream === 'note-v' ? 2 : 0);
  });

  it('gives one winner per version to concurrent writers, and no gap', async () => {
    const writers = Array.from({ length: 16 }, async (_, writer) => {
      for (let written = 0; written < 10;) {
        const version = (await readStream(db.pool, 'note-hot')).length;
        written += await write('note-hot', version, `${writer}-${written}`).then(
          () => 1,
          (fault: unknown) => {
            expect(fault).toBeInstanceOf(ConcurrencyConflict);
            return 0;
          },
        );
      }
    });
    await Promise.all(writers);
    const all = await readStream(db.pool, 'note-hot');
    expect(all.map((event) => event.version)).toEqual(Array.from({ length: 160 }, (_, n) => n + 1));
    expect(new Set(all.map((event) => JSON.stringify(event.data))).size).toBe(160);
    const asRead = await inStoreOrder('note-hot', 160);
    expect(asRead.map((event) => event.version)).toEqual(all.map((event) => event.version));
  });

  it('refuses a transaction older than the last writer, which would turn the order of the store round', async () => {
    await write('note-old', 0, 'first');
    await inTransaction(db.pool, async (client) => {
      await client.query('select pg_current_xact_id()');
      await write('note-old', 1, 'second, by a younger transaction');
      await expect(append(client, 'note-old', 2, [noted('third')], context)).rejects.toBeInstanceOf(
        ConcurrencyConflict,
      );
    });
    let tries = 0;
    await inTransaction(
      db.pool,
      async (client) => {
        await client.query('select pg_current_xact_id()');
        if (++tries === 1) await write('note-old', 2, 'third');
        await append(client, 'note-old', 3, [noted('fourth')], context);
      },
      { attempts: 2 },
    );
    expect(tries).toBe(2);
    const asRead = await inStoreOrder('note-old', 4);
    expect(asRead.map((event) => event.version)).toEqual([1, 2, 3, 4]);
  });

  it('refuses what cannot be stored before the database sees it', async () => {
    await inTransaction(db.pool, async (client) => {
      const refused = (event: { type: string; data: object }, stream = 'note-bad') =>
        expect(append(client, stream, 0, [event], context)).rejects.toMatchObject({ code: 'event-malformed' });
      await refused(noted('a\0b'));
      await refused({ type: 'Noted\0', data: {} });
      await refused(noted('a'), 'note-\0');
      await expect(append(client, 'note-bad', 0, [noted('x'.repeat(300_000))], context)).rejects.toMatchObject({
        code: 'event-too-large',
      });
      await append(client, 'note-bad', 0, [noted('the transaction goes on')], context);
    });
    expect(await readStream(db.pool, 'note-bad')).toHaveLength(1);
  });

  it('what is recorded cannot be changed or deleted, not even by the owner', async () => {
    await write('note-final', 0, 'a');
    await expect(db.pool.query(`update store.events set type = 'Other'`)).rejects.toMatchObject({ code: '23001' });
    await expect(db.pool.query('delete from store.events')).rejects.toMatchObject({ code: '23001' });
    await expect(db.pool.query('truncate store.events')).rejects.toMatchObject({ code: '23001' });
  });
});
