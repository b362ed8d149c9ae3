/**
 * One member of a consumer group, for as long as it is wanted.
 *
 * Promise: whatever ends the consumer (a broker that went away, a right that was taken, an error kafkajs deems final),
 * another one takes its place, with back-off, until `stop`. One that keeps its place and fetches nothing any more is replaced too.
 * Of several topics those that the broker refuses are left out until it does not refuse them any more: the others are read on.
 */
import type { Consumer, Kafka } from 'kafkajs';
import { Backoff } from '../backoff.ts';
import type { BusLog, Subscription, SubscriptionRequest } from '../bus.ts';
import { BusFault } from '../bus-fault.ts';
import type { Handler } from '../handler.ts';
import { KafkaDelivery, nameOf } from './kafka-delivery.ts';
import { asBusFault } from './kafka-faults.ts';
import { Progress } from './progress.ts';
import { whenReadable } from './readable-topics.ts';
import { HEARTBEAT_MS, SESSION_ANYWHERE_MS, SESSION_MS, subscribedConsumer } from './subscribed-consumer.ts';

// A fetch comes back after half a second at the latest, with or without messages, and fails after the request time-out.
const STALL_MS = 30_000;
// A lane that was closed is asked for so often: how long its recipient hears nothing after it was opened again.
const ASK_AGAIN_MS = 1_000;

class Stalled extends Error {
  override readonly name = 'ConsumerStalled';
}

class LaneOpened extends Error {
  override readonly name = 'LaneOpened';
}

/** As kafkajs says it, or wraps it. */
const isSessionRefused = (reason: unknown): boolean => {
  const { type, cause } = (reason ?? {}) as { type?: unknown; cause?: unknown };
  return type === 'INVALID_SESSION_TIMEOUT' || (cause !== undefined && isSessionRefused(cause));
};

export class KafkaSubscription implements Subscription {
  #consumer: Consumer | null = null;
  #joined = false;
  #look: NodeJS.Timeout | undefined;
  #askNoMore: () => void = () => undefined;
  #stopping = false;
  #living: Promise<void> = Promise.resolve();
  readonly #stopped = Promise.withResolvers<void>();
  readonly #faults = new Backoff();
  readonly #delivery: KafkaDelivery;

  constructor(
    private readonly kafka: Kafka,
    private readonly request: SubscriptionRequest,
    handler: Handler,
    private readonly log: BusLog,
    private readonly stallMs = STALL_MS,
    private sessionMs = SESSION_MS,
  ) {
    this.#delivery = new KafkaDelivery(handler, log, HEARTBEAT_MS);
  }

  /** True while this member is in its group. */
  get inPlace(): boolean {
    return this.#joined;
  }

  /**
   * Resolves when the first try to join has ended either way. Throws BusFault when the broker refuses the principal or
   * every topic; a group that is refused looks to kafkajs like one without coordinator, so it is tried again and never ready.
   */
  async start(): Promise<void> {
    const first = Promise.withResolvers<void>();
    this.#living = this.#live(first);
    await first.promise;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#stopped.resolve();
    await this.#living;
  }

  async #live(first: PromiseWithResolvers<void>): Promise<void> {
    while (!this.#stopping) {
      const reason = await this.#oneLife(first);
      if (this.#stopping) return;
      if (isSessionRefused(reason) && this.sessionMs < SESSION_ANYWHERE_MS) {
        this.log('warn', 'the broker takes no session as short', { group: this.request.group, ms: this.sessionMs });
        this.sessionMs = SESSION_ANYWHERE_MS;
        continue;
      }
      const restMs = this.#faults.fault('consumer');
      this.log('warn', 'consumer ended, will begin again', {
        group: this.request.group,
        restMs,
        reason: nameOf(reason),
      });
      await this.#rest(restMs);
    }
  }

  /** One consumer from its beginning to its end, which is stop or a crash. Gives the reason. */
  async #oneLife(first: PromiseWithResolvers<void>): Promise<unknown> {
    try {
      const { end } = await this.#begin();
      first.resolve();
      return await Promise.race([end, this.#stopped.promise]);
    } catch (error) {
      const fault = asBusFault(error);
      if (fault instanceof BusFault) first.reject(fault);
      else first.resolve();
      return error;
    } finally {
      this.#joined = false;
      await this.#letGo();
    }
  }

  /** Joins the group. Gives a promise of the consumer's end, with its reason. */
  async #begin(): Promise<{ end: Promise<unknown> }> {
    const { consumer, refused } = await subscribedConsumer(this.kafka, this.request, this.log, this.sessionMs);
    this.#consumer = consumer;
    const crash = this.#watch(consumer);
    const { promise: opened, resolve } = Promise.withResolvers<unknown>();
    if (refused.length > 0)
      this.#askNoMore = whenReadable(this.kafka, refused, ASK_AGAIN_MS, () => resolve(new LaneOpened()));
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 3,
      eachBatch: (payload) => this.#delivery.deliver(payload),
    });
    if (crash.error !== undefined) throw crash.error;
    return { end: Promise.race([crash.happened, opened]) };
  }

  #watch(consumer: Consumer): { error: Error | undefined; happened: Promise<unknown> } {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const crash = { error: undefined as Error | undefined, happened: promise };
    const progress = new Progress(this.stallMs);
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      crash.error = payload.error;
      resolve(payload.error);
    });
    consumer.on(consumer.events.REBALANCING, () => {
      this.#joined = false;
    });
    consumer.on(consumer.events.GROUP_JOIN, () => {
      this.#joined = true;
      progress.made();
    });
    consumer.on(consumer.events.END_BATCH_PROCESS, () => progress.made());
    // Joining alone proves nothing: a member that may not read is thrown out by its first fetch.
    consumer.on(consumer.events.FETCH, () => {
      this.#faults.clear('consumer');
      progress.made();
    });
    this.#look = setInterval(() => {
      if (this.#joined && progress.isStalled(this.#delivery.busy)) resolve(new Stalled('no fetch came back'));
    }, this.stallMs / 4).unref();
    return crash;
  }

  async #letGo(): Promise<void> {
    clearInterval(this.#look);
    this.#askNoMore();
    this.#delivery.forget();
    const consumer = this.#consumer;
    this.#consumer = null;
    await consumer?.disconnect().catch(() => undefined);
  }

  async #rest(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    await Promise.race([promise, this.#stopped.promise]);
    clearTimeout(timer);
  }
}
