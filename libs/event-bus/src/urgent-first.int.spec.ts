// Ruling 1 in the outbox: what is urgent leaves before a week's worth of everything else, and stands in nobody's way itself.
import { inTransaction, migrate } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Bus } from './bus.ts';
import { eventBusMigrations } from './event-bus-migrations.ts';
import { enqueue } from './outbox.ts';
import { Relay } from './relay.ts';

describe('what is urgent', () => {
  const clock = new HeldClock('2026-11-23T09:00:00Z');
  let db: FreshDatabase;
  let sent: string[];
  let tried: string[];
  let down: Set<string>;
  let relay: Relay;

  beforeAll(async () => {
    db = await freshDatabase('urgent');
    await migrate(db.pool, [eventBusMigrations]);
  });
  afterAll(() => db.drop());

  beforeEach(async () => {
    await db.pool.query('truncate bus.outbox');
    [sent, tried, down] = [[], [], new Set()];
    const publish: Bus['publish'] = async (messages) => {
      const ids = messages.map(({ headers }) => headers['message-id'] ?? '');
      tried.push(...ids);
      if (messages.some(({ topic }) => down.has(topic))) throw new RetryableFault('no broker');
      sent.push(...ids);
    };
    relay = new Relay({ pool: db.pool, bus: { publish } as Bus, clock, onSent: async () => undefined, batch: 3 });
  });

  const put = (topic: string, messageId: string, urgent = false) =>
    inTransaction(db.pool, (client) =>
      enqueue(
        client,
        { messageId, topic, key: 'k', value: 'sealed', about: {}, awaitsReceipt: true, urgent },
        clock.now(),
      ),
    );
  const stepsUntil = (assertion: () => void) =>
    eventually(async () => {
      await relay.runOnce().catch(() => undefined);
      assertion();
    });
  /** Until every row that stands there could be sent: another suite's transaction may hold the horizon back. */
  const visible = () =>
    eventually(async () => {
      const { rowCount } = await db.pool.query(
        'select from bus.outbox where transaction_id >= pg_snapshot_xmin(pg_current_snapshot())',
      );
      if (rowCount) throw new Error('the horizon stands before some of the rows');
    });

  it('leaves before all that waited longer, in an order of its own, whatever its topic', async () => {
    for (let n = 1; n <= 7; n += 1) await put('reports', `r${n}`);
    await put('alerts', 'u1', true);
    await put('reports', 'r8');
    await put('reports', 'u2', true);
    await visible();
    await stepsUntil(() => expect(sent).toHaveLength(10));
    expect(sent).toEqual(['u1', 'u2', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8']);
  });

  it('is the first that goes when the link comes back, and nothing of its topic goes before it meanwhile', async () => {
    for (const topic of ['reports', 'alerts', 'receipts']) await put(topic, `of ${topic}`);
    await put('alerts', 'urgent', true);
    await visible();
    down = new Set(['reports', 'alerts', 'receipts']);
    await stepsUntil(() => expect(tried.filter((id) => id === 'urgent').length).toBeGreaterThan(2));
    expect(sent).toEqual([]);
    down.clear();
    await stepsUntil(() => expect(sent).toHaveLength(4));
    expect(sent[0]).toBe('urgent');
  });

  it('that cannot leave keeps no other topic from going, and is tried again every second at the least', async () => {
    await put('alerts', 'urgent', true);
    await put('alerts', 'behind');
    await put('reports', 'elsewhere');
    await visible();
    down.add('alerts');
    await stepsUntil(() => expect(sent).toEqual(['elsewhere']));
    const before = tried.filter((id) => id === 'urgent').length;
    await stepsUntil(() => expect(tried.filter((id) => id === 'urgent').length).toBeGreaterThan(before + 3));
    expect(sent).toEqual(['elsewhere']);
    down.clear();
    await stepsUntil(() => expect(sent).toHaveLength(3));
    expect(sent.slice(1)).toEqual(['urgent', 'behind']);
  });

  it('is sent again first as well', async () => {
    await put('reports', 'r1');
    await put('reports', 'u1', true);
    await visible();
    await stepsUntil(() => expect(sent).toEqual(['u1', 'r1']));
    clock.advance(30_000);
    await stepsUntil(() => expect(sent).toEqual(['u1', 'r1', 'u1', 'r1']));
  });
});
