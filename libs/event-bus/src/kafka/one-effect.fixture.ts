// An outbox and an inbox with a broker between them: what is put in has its effect once, in the order of its key, and is receipted.
import { inTransaction, migrate } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import type { Bus, BusMessage } from '../bus.ts';
import { eventBusMigrations } from '../event-bus-migrations.ts';
import { firstReceipt } from '../inbox.ts';
import { enqueue, outboxDepth, settle } from '../outbox.ts';
import { Relay } from '../relay.ts';

const KEYS = 7;

export class OneEffect {
  readonly clock = new HeldClock('2026-11-23T09:00:00Z');
  #put = 0;

  private constructor(private readonly database: FreshDatabase) {}

  static async make(): Promise<OneEffect> {
    const database = await freshDatabase('one_effect');
    await migrate(database.pool, [eventBusMigrations]);
    await database.pool.query(
      'create table effect (place bigint generated always as identity, message_id integer primary key)',
    );
    return new OneEffect(database);
  }

  /** Messages numbered on, of seven keys in turn. */
  async put(topic: string, count: number): Promise<void> {
    await inTransaction(this.database.pool, async (client) => {
      for (let n = 0; n < count; n += 1) {
        const messageId = String((this.#put += 1));
        const key = `key-${Number(messageId) % KEYS}`;
        const row = { messageId, topic, key, value: 'sealed', about: {}, awaitsReceipt: true };
        await enqueue(client, row, this.clock.now());
      }
    });
  }

  relay(bus: Bus): Relay {
    const { pool } = this.database;
    return new Relay({ pool, bus, clock: this.clock, onSent: async () => undefined, batch: 20 });
  }

  /** The effect, its inbox id and the receipt in one transaction. */
  readonly handle = async ({ topic, headers }: BusMessage): Promise<void> => {
    const messageId = headers['message-id'] ?? '';
    await inTransaction(this.database.pool, async (client) => {
      const at = this.clock.now();
      if (!(await firstReceipt(client, messageId, { topic, sender: 'sender' }, at))) return;
      await client.query('insert into effect (message_id) values ($1)', [Number(messageId)]);
      await settle(client, messageId, at);
    });
  };

  /** Numbers of the messages, in the order of their effects. */
  async effects(): Promise<number[]> {
    const { rows } = await this.database.pool.query<{ message_id: number }>(
      'select message_id from effect order by place',
    );
    return rows.map(({ message_id }) => message_id);
  }

  /** What stands in the outbox still. */
  depth(): Promise<{ unsent: number; unreceipted: number }> {
    return outboxDepth(this.database.pool);
  }

  /** How many in the outbox have been sent more than once. */
  async sentTwice(): Promise<number> {
    const { rows } = await this.database.pool.query<{ n: number }>(
      'select count(*)::int as n from bus.outbox where sends > 1',
    );
    return rows[0]?.n ?? 0;
  }

  /** Where outbox, inbox and effects stand: for another process. */
  get url(): string {
    return this.database.url;
  }

  close(): Promise<void> {
    return this.database.drop();
  }
}

/** Keys whose effects came in another order than they were put in. */
export const disordered = (effects: number[]): number[] =>
  [...Map.groupBy(effects, (messageId) => messageId % KEYS)]
    .filter(([, ofKey]) => ofKey.some((messageId, i) => messageId < (ofKey[i - 1] ?? 0)))
    .map(([key]) => key);

export const numbered = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);
