/**
 * One group's work on its topics in PostgreSQL.
 *
 * Promise: at least once, in order per topic. Invariants: one consumer of a group at a time (session advisory lock);
 * the position moves only over messages whose handle resolved; reading stays below the snapshot horizon, so no slow
 * publisher is skipped; a message that fails holds its topic, the other topics go on.
 */
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import { Backoff } from '../backoff.ts';
import type { BusLog, BusMessage, Subscription, SubscriptionRequest } from '../bus.ts';
import { portions, type Handler } from '../handler.ts';
import { withSessionLock } from '../session-lock.ts';

interface StoredMessage extends BusMessage {
  transaction_id: string;
  sequence: string;
}

const BATCH = 100;

// The position comes first, so that what was handled is not looked at again, however much of it there is.
const NEXT = `
  select m.* from (
    select coalesce(max(transaction_id), '0') as transaction_id, coalesce(max(sequence), 0) as sequence from bus_transport.positions
    where group_name = $1 and topic = $2
  ) p cross join lateral (
    select topic, key, value, headers, transaction_id, sequence from bus_transport.messages
    where topic = $2 and (transaction_id, sequence) > (p.transaction_id, p.sequence)
      and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
    order by transaction_id, sequence limit ${BATCH}
  ) m order by m.transaction_id, m.sequence`;

export class PostgresSubscription implements Subscription {
  readonly #worker: Worker;
  readonly #resting = new Backoff();
  #stopping = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly request: SubscriptionRequest,
    private readonly handler: Handler,
    private readonly log: BusLog,
  ) {
    const onFault = (fault: unknown): void =>
      this.log('warn', 'delivery failed', { group: request.group, reason: (fault as Error).name });
    this.#worker = new Worker({ name: `bus ${request.group}`, step: () => this.#step(), onFault });
  }

  start(): void {
    this.#worker.start();
  }

  nudge(): void {
    this.#worker.nudge();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#worker.stop();
  }

  async #step(): Promise<number> {
    const delivered = await withSessionLock(this.pool, `gatehouse.bus.${this.request.group}`, async (client) => {
      const resting = this.#resting.resting();
      let count = 0;
      for (const topic of this.request.topics)
        if (!resting.includes(topic)) count += await this.#deliver(client, topic);
      return count;
    });
    return delivered ?? 0;
  }

  async #deliver(client: pg.PoolClient, topic: string): Promise<number> {
    const messages = await this.#next(client, topic);
    let done = 0;
    for (const portion of portions(messages, this.handler)) {
      if (this.#stopping || !(await this.#handled(topic, portion))) break;
      done += portion.length;
    }
    const last = messages[done - 1];
    if (last) await this.#moveTo(client, last);
    return done;
  }

  async #handled(topic: string, messages: StoredMessage[]): Promise<boolean> {
    try {
      await this.handler.handle(messages.map(({ key, value, headers }) => ({ topic, key, value, headers })));
      this.#resting.clear(topic);
      return true;
    } catch (fault) {
      const restMs = this.#resting.fault(topic);
      const about = { topic, tries: this.#resting.count(topic), restMs, reason: (fault as Error).name };
      this.log('warn', 'handler failed, will be tried again', about);
      return false;
    }
  }

  async #next(client: pg.PoolClient, topic: string): Promise<StoredMessage[]> {
    const { rows } = await client.query<StoredMessage>({
      name: 'bus-next',
      text: NEXT,
      values: [this.request.group, topic],
    });
    return rows;
  }

  async #moveTo(client: pg.PoolClient, message: StoredMessage): Promise<void> {
    await client.query(
      `insert into bus_transport.positions (group_name, topic, transaction_id, sequence) values ($1, $2, $3, $4)
       on conflict (group_name, topic) do update
       set transaction_id = excluded.transaction_id, sequence = excluded.sequence`,
      [this.request.group, message.topic, message.transaction_id, message.sequence],
    );
  }
}
