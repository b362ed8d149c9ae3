/**
 * From Kafka's batches to one handle at a time.
 *
 * Promise: the committed position never passes a message whose handle has not resolved. A rejected handle pauses its
 * partition, the others go on, and the same message comes again after the rest. The member keeps its place in the group
 * while a handle takes long: heartbeats do not wait for it.
 */
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import { Backoff } from '../backoff.ts';
import type { BusLog, BusMessage } from '../bus.ts';
import { portions, type Handler } from '../handler.ts';
import { beating } from './heartbeat.ts';

export class KafkaDelivery {
  readonly #faults = new Backoff();
  readonly #resting = new Set<NodeJS.Timeout>();
  #underWay = 0;

  constructor(
    private readonly handler: Handler,
    private readonly log: BusLog,
    private readonly heartbeatMs: number,
  ) {}

  /** A handle is under way. */
  get busy(): boolean {
    return this.#underWay > 0;
  }

  /** One batch of one partition, for kafkajs with autoCommit and eachBatchAutoResolve off. */
  async deliver(payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset, isRunning, isStale } = payload;
    const heart = beating(payload.heartbeat, this.heartbeatMs);
    this.#underWay += 1;
    try {
      for (const messages of portions(batch.messages, this.handler)) {
        if (!isRunning() || isStale()) break;
        if (!(await this.#handled(payload, messages))) break;
        for (const { offset } of messages) resolveOffset(offset);
        await heart.beat();
      }
    } finally {
      heart.stop();
      this.#underWay -= 1;
    }
    await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
  }

  /** The consumer is gone, and with it what rested. */
  forget(): void {
    for (const timer of this.#resting) clearTimeout(timer);
    this.#resting.clear();
  }

  /** True when they are done; false when their partition rests and they will come again. */
  async #handled(payload: EachBatchPayload, messages: KafkaMessage[]): Promise<boolean> {
    const { topic, partition } = payload.batch;
    const place = `${topic}/${partition}`;
    try {
      await this.handler.handle(messages.map((message) => asBusMessage(topic, message)));
      this.#faults.clear(place);
      return true;
    } catch (fault) {
      const restMs = this.#faults.fault(place);
      const about = { topic, partition, tries: this.#faults.count(place), restMs, reason: nameOf(fault) };
      this.log('warn', 'handler failed, will be tried again', about);
      this.#rest(payload.pause(), restMs);
      return false;
    }
  }

  #rest(resume: () => void, ms: number): void {
    const timer: NodeJS.Timeout = setTimeout(() => {
      this.#resting.delete(timer);
      resume();
    }, ms);
    this.#resting.add(timer);
  }
}

const asBusMessage = (topic: string, message: KafkaMessage): BusMessage => ({
  topic,
  key: message.key?.toString() ?? '',
  value: message.value?.toString() ?? '',
  headers: Object.fromEntries(
    Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value ?? '')]),
  ),
});

/** What an operator may read of a fault: its kind, never its text. */
export const nameOf = (fault: unknown): string => {
  const { name, code, type } = (fault ?? {}) as { name?: string; code?: string; type?: string };
  return type ?? (code ? `${name}: ${code}` : (name ?? 'unknown'));
};
