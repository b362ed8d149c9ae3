import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inTransaction, migrate } from '@gatehouse/event-store';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { eventBusMigrations } from './event-bus-migrations.ts';
import { enqueue, outboxDepth } from './outbox.ts';
import { postgresBus } from './postgres/postgres-bus.ts';
import { provisionPostgresBus } from './postgres/provision-postgres-bus.ts';

const root = new URL('../../../', import.meta.url);
// A whole relay process: it sends what there is, two rows at a time, and ends.
const program = `
import { Relay, outboxDepth, postgresBus } from '@gatehouse/event-bus';
import { openPool } from '@gatehouse/event-store';
import { systemClock } from '@gatehouse/service-kit/clock';
const pool = openPool(process.env.TRIAL_URL);
const bus = postgresBus({ url: process.env.TRIAL_URL });
const onSent = (client, row) => client.query('insert into entered values ($1)', [row.messageId]);
const relay = new Relay({ pool, bus, clock: systemClock, onSent, batch: 2 });
while ((await outboxDepth(pool)).unsent > 0) await relay.runOnce();
await bus.close();
await pool.end();
`;

let db: FreshDatabase;
beforeEach(async () => {
  db = await freshDatabase('crash');
  await migrate(db.pool, [eventBusMigrations]);
  await provisionPostgresBus(db.pool, { topics: [{ name: 'trial', writer: 'w', reader: ['r'], groups: ['g'] }] });
  await db.pool.query('create table entered (message_id text)');
  await inTransaction(db.pool, async (client) => {
    for (const id of ids)
      await enqueue(
        client,
        { messageId: id, topic: 'trial', key: 'k', value: 'v', about: {}, awaitsReceipt: true },
        new Date('2026-03-01T09:00:00Z'),
      );
  });
});
afterEach(() => db.drop());

const ids = Array.from({ length: 8 }, (_, n) => `m${n}`);

const runRelay = async (variables: Record<string, string>): Promise<string | null> => {
  const loader = new URL('start/typescript-loader.mjs', root).href;
  const child = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', program], {
    cwd: root,
    env: { ...process.env, ...variables, TRIAL_URL: db.url },
    stdio: 'ignore',
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal ?? `ended ${code}`;
};

const delivered = async (count: number): Promise<string[]> => {
  const bus = postgresBus({ url: db.url, log: () => undefined });
  const seen: string[] = [];
  await bus.subscribe({ group: 'g', topics: ['trial'] }, async ({ headers }) => void seen.push(headers['message-id']!));
  // Of each message once: after a kill some come twice.
  await eventually(() => expect(new Set(seen).size).toBeGreaterThanOrEqual(count));
  await bus.close();
  return seen;
};
const entered = async () =>
  (await db.pool.query<{ message_id: string }>('select message_id from entered order by 1')).rows.map(
    (r) => r.message_id,
  );

describe('a relay killed with SIGKILL', () => {
  it.each(['relay.before-publish', 'relay.after-acknowledgement', 'relay.after-mark'])(
    'twice at %s loses nothing and enters each row once',
    async (name) => {
      for (const _ of [1, 2]) expect(await runRelay({ GATEHOUSE_FAILPOINT: name })).toBe('SIGKILL');
      expect(await runRelay({})).toBe('ended 0');
      const seen = await delivered(ids.length);
      expect([...new Set(seen)]).toEqual(ids);
      expect(await entered()).toEqual(ids);
      expect(await outboxDepth(db.pool)).toEqual({ unsent: 0, unreceipted: ids.length });
    },
  );

  it('loses messages when the outbox is marked before the acknowledgement, so this test can see it', async () => {
    const planted = { GATEHOUSE_PLANTED_BUG: 'relay-marks-before-acknowledgement' };
    expect(await runRelay({ ...planted, GATEHOUSE_FAILPOINT: 'relay.before-publish' })).toBe('SIGKILL');
    expect(await runRelay({})).toBe('ended 0');
    expect(await delivered(6)).toEqual(ids.slice(2));
    expect(await entered()).toEqual(ids);
  });
});
