/**
 * Publishing to Kafka.
 *
 * Promise: `publish` resolves when all in-sync replicas have the messages (acks=all, idempotent producer).
 * Invariants:
 * - The producer connects when it is first needed: an idempotent one is refused at connect while its principal may write
 *   nowhere, and a service that only reads must start all the same.
 * - After any fault the producer is replaced: a new producer id starts new sequence numbers, where an old one could be
 *   refused for ever. What was half sent is sent again; recipients know it by its id.
 * - A client makes one batch of all it is given for a partition, and the broker refuses a batch over its limit as a whole: what
 *   piled up during an outage goes in pieces, each after the one before it was acknowledged, so that order is kept.
 */
import kafkajs, { type Kafka, type Producer, type TopicMessages } from 'kafkajs';
import type { BusMessage } from '../bus.ts';
import { MESSAGE_BYTES_LIMIT } from '../outbox.ts';
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
      for (const piece of inPieces(messages))
        await producer.sendBatch({ acks: ALL_IN_SYNC_REPLICAS, timeout: 15_000, topicMessages: byTopic(piece) });
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

/** What a message takes beside its parts, at the most: lengths, offset, time. */
const OVERHEAD_BYTES = 100;

const bytesOf = ({ key, value, headers }: BusMessage): number =>
  [key, value, ...Object.entries(headers).flat()].reduce((sum, text) => sum + Buffer.byteLength(text), OVERHEAD_BYTES);

/** The messages in their order, in pieces that a broker takes at once; one that is too large by itself is a piece of its own. */
const inPieces = (messages: BusMessage[]): BusMessage[][] => {
  const pieces: BusMessage[][] = [];
  let room = 0;
  for (const message of messages) {
    const bytes = bytesOf(message);
    if (bytes > room) {
      pieces.push([]);
      room = MESSAGE_BYTES_LIMIT;
    }
    pieces.at(-1)?.push(message);
    room -= bytes;
  }
  return pieces;
};

const byTopic = (messages: BusMessage[]): TopicMessages[] =>
  [...Map.groupBy(messages, (message) => message.topic)].map(([topic, ofTopic]) => ({
    topic,
    messages: ofTopic.map(({ key, value, headers }) => ({ key, value, headers })),
  }));
