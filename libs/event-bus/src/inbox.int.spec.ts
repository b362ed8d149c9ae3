import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction, migrate } from '@gatehouse/event-store';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { eventBusMigrations } from './event-bus-migrations.ts';
import { firstReceipt } from './inbox.ts';

let db: FreshDatabase;
beforeAll(async () => {
  db = await freshDatabase('inbox');
  await migrate(db.pool, [eventBusMigrations]);
});
afterAll(() => db.drop());

const at = new Date('2026-03-01T09:00:00Z');

describe('the inbox', () => {
  const first = (id: string, topic = 'trial.a') =>
    inTransaction(db.pool, (client) => firstReceipt(client, id, { topic, sender: 'kz-prison-service' }, at));

  it('knows a message it has seen, in its topic only', async () => {
    expect([await first('1'), await first('1'), await first('1', 'trial.b')]).toEqual([true, false, true]);
  });

  it('forgets with the transaction', async () => {
    const failed = inTransaction(db.pool, async (client) => {
      await firstReceipt(client, '2', { topic: 'trial.a', sender: 'kz-prison-service' }, at);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await first('2')).toBe(true);
  });

  it('lets one of two at the same time have the effect', async () => {
    const both = await Promise.all([first('3'), first('3'), first('3')]);
    expect(both.filter(Boolean)).toHaveLength(1);
  });
});
