/**
 * The relay: outbox to bus.
 *
 * Promise: every row of the outbox is published at least once, in outbox order per topic, and is marked as sent (with
 * whatever `onSent` enters, in one transaction) only after the bus acknowledged it. A kill at any instant repeats at most
 * the batch under way; it never loses one.
 * Invariants:
 * - One relay at a time works on a database's outbox (session advisory lock); a second one stands by and takes over when
 *   the first one's connection ends.
 * - A topic that cannot be published rests with back-off; the others go on. Within a topic nothing overtakes but what is urgent.
 * - What is urgent goes first, whatever waited before it (ruling 1): after a week without a link it is the first to find it up
 *   again, the thousand others behind it.
 * - A row whose receipt does not come is sent again, in 30 s and then after twice as long each time, up to an hour: a broker
 *   that lost its disk loses no message. What is new goes first.
 */
import { inTransactionOn } from '@gatehouse/event-store';
import { failpoint, planted } from '@gatehouse/failpoints';
import type { Clock } from '@gatehouse/service-kit/clock';
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import { Backoff } from './backoff.ts';
import type { Bus } from './bus.ts';
import type { OutboxRow } from './outbox.ts';
import { byTopic, markSent, markSentAgain, nextToSend, nextToSendAgain, waits, type Resting } from './outbox-queue.ts';
import { inPublishSpans } from './publish-spans.ts';
import { withSessionLock } from './session-lock.ts';

export interface RelayOptions {
  pool: pg.Pool;
  bus: Bus;
  clock: Clock;
  /** enters in the mark's transaction that the row was sent; called once for each row, whatever is sent again */
  onSent: (client: pg.ClientBase, row: OutboxRow) => Promise<void>;
  /** told when a row has been sent five times (a quarter of an hour) without a receipt, and each time after; must not throw */
  onUnreceipted?: (row: OutboxRow, sends: number) => void;
  /** the service whose outbox it is, for traces; default 'gatehouse' */
  service?: string;
  /** milliseconds between looks at an empty outbox, at the most; default 100 */
  pollMs?: number;
  /** rows at a time; default 200 */
  batch?: number;
  /** told of each failed step; must not throw */
  onFault?: (fault: unknown, name: string) => void;
}

const LOCK = 'gatehouse.relay';
const SENDS_BEFORE_ALARM = 5;
const URGENT_RESTS_MS = 1_000;

export class Relay {
  readonly worker: Worker;
  readonly #resting = new Backoff();
  readonly #urgentResting = new Backoff(URGENT_RESTS_MS);

  constructor(private readonly options: RelayOptions) {
    const { pollMs = 100, onFault } = options;
    this.worker = new Worker({ name: 'relay', step: () => this.runOnce(), idleMs: pollMs, onFault });
  }

  start(): void {
    this.worker.start();
  }

  /** A transaction that put something into the outbox has committed: it is looked at now. */
  nudge(): void {
    this.worker.nudge();
  }

  /** Ends after the batch under way. */
  async stop(): Promise<void> {
    await this.worker.stop();
  }

  /**
   * Sends one batch. Gives the number of rows sent, those sent again included: 0 when there is none or another relay is at work.
   * @throws what went wrong with a topic, after the others had their turn
   */
  async runOnce(): Promise<number> {
    // Most looks find nothing: no lock is taken for those.
    const { pool, clock, batch = 200 } = this.options;
    if (!(await waits(pool, this.#restingNow(), clock.now()))) return 0;
    const sent = await withSessionLock(pool, LOCK, async (client) => {
      const rows = await nextToSend(client, this.#restingNow(), batch);
      const results = await this.#urgentFirst(rows, (ofTopic) => this.#send(client, ofTopic));
      if (rows.length < batch) {
        const again = await nextToSendAgain(client, this.#restingNow(), batch, clock.now());
        results.push(...(await this.#urgentFirst(again, (ofTopic) => this.#sendAgain(client, ofTopic))));
      }
      const faults = results.filter(isFault);
      if (faults.length > 0) throw faults[0];
      return results.reduce<number>((total, result) => total + Number(result), 0);
    });
    return sent ?? 0;
  }

  /** What went wrong, or how many went, of each topic and lane. */
  async #urgentFirst(rows: OutboxRow[], send: (ofTopic: OutboxRow[]) => Promise<void>): Promise<unknown[]> {
    const results: unknown[] = [];
    for (const [topic, ofTopic] of byTopic(rows.filter(({ urgent }) => urgent)))
      results.push(await this.#try(topic, ofTopic, send, [this.#urgentResting, this.#resting]));
    const urgentWaits = results.some(isFault);
    const others = rows.filter(({ urgent, topic }) => !urgent && !this.#resting.resting().includes(topic));
    for (const [topic, ofTopic] of byTopic(others)) {
      const result = await this.#try(topic, ofTopic, send, [this.#resting]);
      results.push(result);
      // Each attempt on a link that is down takes its time, and what is urgent is to be the first to find it up again.
      if (urgentWaits && isFault(result)) break;
    }
    return results;
  }

  async #try(
    topic: string,
    rows: OutboxRow[],
    send: (rows: OutboxRow[]) => Promise<void>,
    lanes: Backoff[],
  ): Promise<unknown> {
    try {
      await send(rows);
      for (const lane of lanes) lane.clear(topic);
      return rows.length;
    } catch (fault) {
      for (const lane of lanes) lane.fault(topic);
      return fault;
    }
  }

  /** When another topic is about to find out whether the link is back, what is urgent finds it out before. */
  #restingNow(): Resting {
    return { urgent: this.#resting.due ? [] : this.#urgentResting.resting(), others: this.#resting.resting() };
  }

  async #send(client: pg.PoolClient, rows: OutboxRow[]): Promise<void> {
    if (planted('relay-marks-before-acknowledgement')) await this.#mark(client, rows);
    failpoint('relay.before-publish');
    await inPublishSpans(this.options.service ?? 'gatehouse', rows, (messages) => this.options.bus.publish(messages));
    failpoint('relay.after-acknowledgement');
    await this.#mark(client, rows);
    failpoint('relay.after-mark');
  }

  async #sendAgain(client: pg.PoolClient, rows: OutboxRow[]): Promise<void> {
    await inPublishSpans(this.options.service ?? 'gatehouse', rows, (messages) => this.options.bus.publish(messages));
    const ids = rows.map(({ messageId }) => messageId);
    for (const { messageId, sends } of await markSentAgain(client, ids, this.options.clock.now())) {
      const row = rows.find((sent) => sent.messageId === messageId);
      if (row && sends >= SENDS_BEFORE_ALARM) this.options.onUnreceipted?.(row, sends);
    }
  }

  async #mark(client: pg.PoolClient, rows: OutboxRow[]): Promise<void> {
    await inTransactionOn(client, async () => {
      const ids = rows.map((row) => row.messageId);
      const marked = await markSent(client, ids, this.options.clock.now());
      for (const row of rows) if (marked.has(row.messageId)) await this.options.onSent(client, row);
    });
  }
}

const isFault = (result: unknown): boolean => typeof result !== 'number';
