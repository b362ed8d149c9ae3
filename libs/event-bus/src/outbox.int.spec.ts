import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTransaction, migrate } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import type { Bus, BusMessage } from './bus.ts';
import { eventBusMigrations } from './event-bus-migrations.ts';
import { enqueue, outboxDepth, settle, type OutboxRow } from './outbox.ts';
import { Relay } from './relay.ts';
import { stillBus } from './still-bus.fixture.ts';

let db: FreshDatabase;
beforeAll(async () => {
  db = await freshDatabase('outbox');
  await migrate(db.pool, [eventBusMigrations]);
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.pool.query('truncate bus.outbox');
});

const clock = new HeldClock('2026-03-01T09:00:00Z');
const row = (messageId: string, more: Partial<OutboxRow> = {}): OutboxRow => ({
  messageId,
  topic: 'trial.a',
  key: 'k',
  value: `sealed ${messageId}`,
  about: { item: messageId },
  awaitsReceipt: false,
  ...more,
});
const put = (...rows: OutboxRow[]) =>
  inTransaction(db.pool, async (client) => {
    for (const one of rows) await enqueue(client, one, clock.now());
  });

/** A bus that keeps what it is given, and fails where it is told to. */
const keepingBus = () => {
  const published: BusMessage[] = [];
  const failing = new Set<string>();
  const bus: Bus = {
    ...stillBus,
    publish: async (messages) => {
      if (messages.some(({ topic }) => failing.has(topic))) throw new RetryableFault('no broker');
      published.push(...messages);
    },
  };
  return { bus, failing, published, ids: () => published.map(({ headers }) => headers['message-id']) };
};
const relayTo = (bus: Bus, onSent = async (_row: OutboxRow) => undefined as void, batch = 200) =>
  new Relay({ pool: db.pool, bus, clock, onSent: (_client, sent) => onSent(sent), batch });
/** The horizon is the whole cluster's, so what was committed may be seen a moment later. */
const sendAll = (relay: Relay, count: number) => {
  let sent = 0;
  return eventually(async () => {
    sent += await relay.runOnce();
    expect(sent).toBe(count);
  });
};

describe('the outbox', () => {
  it('leaves nothing behind when the transaction does not commit', async () => {
    const failed = inTransaction(db.pool, async (client) => {
      await enqueue(client, row('1'), clock.now());
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await outboxDepth(db.pool)).toEqual({ unsent: 0, unreceipted: 0 });
  });

  it('refuses what the bus would never take, while the caller can still refuse', async () => {
    await expect(put(row('1', { value: 'x'.repeat(1_000_000) }))).rejects.toMatchObject({ code: 'message-too-large' });
    await expect(put(row('1', { key: 'a\0' }))).rejects.toMatchObject({ code: 'message-malformed' });
    await expect(put(row('1', { key: '' }))).rejects.toMatchObject({ code: 'message-malformed' });
  });

  it('keeps a row until its receipt, and lets the others go when they are sent', async () => {
    const { bus } = keepingBus();
    await put(row('1', { awaitsReceipt: true }), row('2'));
    expect(await outboxDepth(db.pool)).toEqual({ unsent: 2, unreceipted: 0 });
    await sendAll(relayTo(bus), 2);
    expect(await outboxDepth(db.pool)).toEqual({ unsent: 0, unreceipted: 1 });
    const settled = () => inTransaction(db.pool, (client) => settle(client, '1', clock.now()));
    expect([await settled(), await settled()]).toEqual([true, false]);
    expect((await db.pool.query('select from bus.outbox')).rowCount).toBe(0);
  });

  it('still enters that a row was sent whose receipt was there first', async () => {
    const { bus } = keepingBus();
    const entered: string[] = [];
    await put(row('1', { awaitsReceipt: true }));
    expect(await inTransaction(db.pool, (client) => settle(client, '1', clock.now()))).toBe(true);
    await sendAll(
      relayTo(bus, async ({ messageId }) => void entered.push(messageId)),
      1,
    );
    expect(entered).toEqual(['1']);
    expect((await db.pool.query('select from bus.outbox')).rowCount).toBe(0);
  });

  it('knows no receipt for what awaits none or is not there', async () => {
    await put(row('1'));
    for (const id of ['1', 'none'])
      expect(await inTransaction(db.pool, (client) => settle(client, id, clock.now()))).toBe(false);
  });
});

describe('the relay', () => {
  it('sends in outbox order, whole and with the id', async () => {
    const { bus, published, ids } = keepingBus();
    await put(row('1', { headers: { trace: 't' } }), row('2'));
    await put(row('3'));
    await sendAll(relayTo(bus, undefined, 2), 3);
    expect(ids()).toEqual(['1', '2', '3']);
    expect(published[0]).toEqual({
      topic: 'trial.a',
      key: 'k',
      value: 'sealed 1',
      headers: { trace: 't', 'message-id': '1' },
    });
  });

  it('waits for a slow transaction instead of overtaking it', async () => {
    const { bus, ids } = keepingBus();
    const slow = await db.pool.connect();
    await slow.query('begin');
    await enqueue(slow, row('slow'), clock.now());
    await put(row('fast'));
    const sentMeanwhile = await relayTo(bus).runOnce();
    await slow.query('commit');
    slow.release();
    expect(sentMeanwhile).toBe(0);
    await sendAll(relayTo(bus), 2);
    expect(ids()).toEqual(['slow', 'fast']);
  });

  it('holds back a topic that fails, sends the others, and loses nothing when the broker is back', async () => {
    const { bus, failing, ids } = keepingBus();
    const relay = relayTo(bus, undefined, 2);
    failing.add('trial.down');
    await put(...['d1', 'd2', 'd3'].map((id) => row(id, { topic: 'trial.down' })), row('a1'), row('a2'));
    await eventually(async () => {
      await relay.runOnce().catch(() => undefined);
      expect(ids()).toEqual(['a1', 'a2']);
    });
    failing.clear();
    await eventually(async () => {
      await relay.runOnce();
      expect(ids()).toEqual(['a1', 'a2', 'd1', 'd2', 'd3']);
    });
  });

  it('does not mark what it could not enter: it is sent again', async () => {
    const { bus, ids } = keepingBus();
    let tries = 0;
    const relay = relayTo(bus, async () => {
      if ((tries += 1) === 1) throw new Error('no room for the audit row');
    });
    await put(row('1'));
    await eventually(async () => {
      await relay.runOnce().catch(() => undefined);
      expect(await outboxDepth(db.pool)).toEqual({ unsent: 0, unreceipted: 0 });
    });
    expect([ids(), tries]).toEqual([['1', '1'], 2]);
  });

  it('two at the same time send each row once', async () => {
    const { bus, ids } = keepingBus();
    const relays = Array.from({ length: 3 }, () => relayTo(bus, undefined, 5));
    const expected = Array.from({ length: 60 }, (_, n) => `${n}`);
    await put(...expected.map((id) => row(id)));
    relays.forEach((relay) => relay.start());
    await eventually(() => expect(ids().length).toBeGreaterThanOrEqual(60));
    await Promise.all(relays.map((relay) => relay.stop()));
    expect(ids()).toEqual(expected);
  });
});
