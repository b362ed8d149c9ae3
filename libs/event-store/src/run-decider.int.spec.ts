import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';
import { freshDatabase } from '@gatehouse/testing';
import { accept, refuse, type Decider } from './decider.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { knowEvents } from './known-events.ts';
import { migrate } from './migrations.ts';
import { readStream } from './read-stream.ts';
import { runDecider } from './run-decider.ts';
import { inTransaction } from './transaction.ts';

type Counted = { type: 'Counted'; data: { by: number } };
const counter: Decider<{ by: number }, number, Counted, 'too-much'> = {
  initial: () => 0,
  decide: ({ by }, total) => (total + by > 5 ? refuse('too-much') : accept({ type: 'Counted', data: { by } })),
  evolve: (total, event) => total + event.data.by,
};

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
  knowEvents(db.pool, { Counted: [] });
  await migrate(db.pool, [eventStoreMigrations]);
});
afterAll(() => db.drop());

const context = { metadata: { correlationId: 'c' }, recordedAt: new Date('2026-03-01T09:00:00Z') };
const count = (stream: string, by: number, attempts = 1) =>
  inTransaction(db.pool, (client) => runDecider(client, counter, stream, { by }, context), { attempts });

it('decides on what stands and records what was accepted', async () => {
  expect(await count('counter-1', 2)).toMatchObject({ outcome: 'accepted', state: 2 });
  expect(await count('counter-1', 3)).toMatchObject({ outcome: 'accepted', state: 5, events: [{ version: 2 }] });
  expect(await count('counter-1', 1)).toEqual({ outcome: 'refused', refusal: 'too-much', state: 5 });
  expect(await readStream(db.pool, 'counter-1')).toHaveLength(2);
});

it('never decides twice on the same state: the invariant holds under concurrent commands', async () => {
  const once = await Promise.allSettled(Array.from({ length: 12 }, () => count('counter-2', 1)));
  for (const result of once)
    if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(ConcurrencyConflict);
  await Promise.all(Array.from({ length: 12 }, () => count('counter-2', 1, 50)));
  expect(await readStream(db.pool, 'counter-2')).toHaveLength(5);
});
