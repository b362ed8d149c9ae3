/**
 * Publishing to Kafka.
 *
 * Promise: `publish` resolves when all in-sync replicas have the messages (acks=all, idempotent producer).
 * Invariants:
 * - The producer connects when it is first needed: an idempotent one is refused at connect while its principal may write
 *   nowhere, and a service that only reads must start all the same.
 * - After any fault the producer is replaced: a new producer id starts new sequence numbers, where an old one could be
 *   refused for ever. What was half sent is sent again; recipients know it by its id.
 */
import kafkajs, { type Kafka, type Producer, type TopicMessages } from 'kafkajs';
import type { BusMessage } from '../bus.ts';
import { asBusFault, protocolErrorOf } from './kafka-faults.ts';

const ALL_IN_SYNC_REPLICAS = -1;

export class KafkaPublisher {
  #producer: Promise<Producer> | null = null;
  #asked = false;

  constructor(private readonly kafka: Kafka) {}

  async publish(messages: BusMessage[]): Promise<void> {
    if (messages.length === 0) return;
    this.#asked = true;
    const producing = this.#connected();
    try {
      const producer = await producing;
      await producer.sendBatch({ acks: ALL_IN_SYNC_REPLICAS, timeout: 15_000, topicMessages: byTopic(messages) });
    } catch (error) {
      this.#replace(producing);
      throw asBusFault(error);
    }
  }

  /**
   * True when a producer is connected, trying once if there is none; also for a principal that may write nowhere and was
   * never asked to.
   */
  async ready(): Promise<boolean> {
    const producing = this.#connected();
    return producing.then(
      () => true,
      (error: unknown) => {
        this.#replace(producing);
        return protocolErrorOf(error) === 'CLUSTER_AUTHORIZATION_FAILED' && !this.#asked;
      },
    );
  }

  async close(): Promise<void> {
    const producing = this.#producer;
    this.#producer = null;
    await producing?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  #connected(): Promise<Producer> {
    this.#producer ??= this.#connect();
    return this.#producer;
  }

  async #connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      metadataMaxAge: 60_000,
    });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
  }

  #replace(failed: Promise<Producer>): void {
    if (this.#producer !== failed) return;
    this.#producer = null;
    void failed.then((producer) => producer.disconnect()).catch(() => undefined);
  }
}

const byTopic = (messages: BusMessage[]): TopicMessages[] =>
  [...Map.groupBy(messages, (message) => message.topic)].map(([topic, ofTopic]) => ({
    topic,
    messages: ofTopic.map(({ key, value, headers }) => ({ key, value, headers })),
  }));
