// A broker that lost its disk, or a recipient that was restored from a backup, lacks messages whose sender was told that all is
// well: only the recipient's own receipt ends a row.
import { inTransaction, migrate } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Bus } from './bus.ts';
import { eventBusMigrations } from './event-bus-migrations.ts';
import { enqueue, settle } from './outbox.ts';
import { Relay } from './relay.ts';

describe('a row that awaits a receipt', () => {
  let db: FreshDatabase;
  let clock: HeldClock;
  let sent: string[];
  let entered: string[];
  let unreceipted: number[];
  let down: boolean;
  let relay: Relay;

  beforeAll(async () => {
    db = await freshDatabase('again');
    await migrate(db.pool, [eventBusMigrations]);
  });
  afterAll(() => db.drop());

  beforeEach(async () => {
    await db.pool.query('truncate bus.outbox');
    clock = new HeldClock('2026-03-01T09:00:00Z');
    [sent, entered, unreceipted, down] = [[], [], [], false];
    const publish: Bus['publish'] = async (messages) => {
      if (down) throw new RetryableFault('no broker');
      sent.push(...messages.map(({ headers }) => headers['message-id'] ?? ''));
    };
    relay = new Relay({
      pool: db.pool,
      bus: { publish } as Bus,
      clock,
      onSent: async (_client, { messageId }) => void entered.push(messageId),
      onUnreceipted: (_row, sends) => unreceipted.push(sends),
    });
    await put('1', true);
    await eventually(async () => {
      await relay.runOnce();
      expect(sent).toEqual(['1']);
    });
  });

  const put = (messageId: string, awaitsReceipt: boolean) =>
    inTransaction(db.pool, (client) =>
      enqueue(
        client,
        { messageId, topic: 'trial.a', key: 'k', value: 'sealed', about: {}, awaitsReceipt },
        clock.now(),
      ),
    );
  const after = async (ms: number): Promise<number> => {
    clock.advance(ms);
    return relay.runOnce();
  };

  it('is sent again when its receipt has not come in 30 s, then after twice as long each time', async () => {
    expect([await after(29_999), await after(1), await after(59_999), await after(1)]).toEqual([0, 1, 0, 1]);
    expect(sent).toEqual(['1', '1', '1']);
    expect(entered).toEqual(['1']);
  });

  it('is sent again once an hour at the least', async () => {
    for (let times = 0; times < 12; times += 1) await after(3_600_000);
    expect(await after(3_599_999)).toBe(0);
    expect(await after(1)).toBe(1);
  });

  it('is said aloud from the fifth sending on', async () => {
    for (let times = 0; times < 5; times += 1) await after(3_600_000);
    expect(unreceipted).toEqual([5, 6]);
  });

  it('is not sent again once its receipt came, and one that awaits none never is', async () => {
    await put('2', false);
    await eventually(async () => {
      await relay.runOnce();
      expect(sent).toEqual(['1', '2']);
    });
    await inTransaction(db.pool, (client) => settle(client, '1', clock.now()));
    expect(await after(3_600_000)).toBe(0);
  });

  it('comes after what is new', async () => {
    await put('2', true);
    const visible = `select from bus.outbox where sent_at is null and transaction_id < pg_snapshot_xmin(pg_current_snapshot())`;
    await eventually(async () => expect((await db.pool.query(visible)).rowCount).toBe(1));
    expect(await after(30_000)).toBe(2);
    expect(sent).toEqual(['1', '2', '1']);
  });

  it('is tried again when the broker is away, and counted when it went', async () => {
    down = true;
    await expect(after(30_000)).rejects.toThrow('no broker');
    down = false;
    await eventually(async () => {
      await relay.runOnce();
      expect(sent).toEqual(['1', '1']);
    });
    expect(await after(0)).toBe(0);
  });
});
