// A consumer that keeps its place in the group and fetches nothing any more, as kafkajs is known to do (kafkajs#659).
import { eventually, testKafka } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import type { Kafka } from 'kafkajs';
import { oneByOne } from '../handler.ts';
import { KafkaSubscription } from './kafka-subscription.ts';
import { quietKafka } from './quiet-kafkajs.ts';
import { client, newTopic } from './trial.fixture.ts';

/** A client whose first consumer never says that it fetched: to whoever watches it has stalled. */
const stallingOnce = (kafka: Kafka): { kafka: Kafka; consumers: () => number } => {
  let made = 0;
  const consumer: Kafka['consumer'] = (config) => {
    const own = kafka.consumer(config);
    made += 1;
    if (made > 1) return own;
    const heard = own.on.bind(own) as (name: string, listener: (event: never) => void) => () => void;
    const silent = new Set<string>([own.events.FETCH, own.events.END_BATCH_PROCESS]);
    return Object.assign(own, {
      on: (name: string, listener: (event: never) => void) =>
        silent.has(name) ? () => undefined : heard(name, listener),
    });
  };
  return { kafka: Object.assign(Object.create(kafka) as Kafka, { consumer }), consumers: () => made };
};

describe('a consumer that keeps its place and fetches nothing', () => {
  it('is replaced by one that does', async () => {
    const { name, groups } = await newTopic();
    const { brokers, principals } = testKafka();
    const lines: object[] = [];
    const own = quietKafka(
      { brokers, username: 'police-liaison', password: principals['police-liaison']!, clientId: 'stalling' },
      () => undefined,
    );
    const { kafka, consumers } = stallingOnce(own);
    const seen: string[] = [];
    const subscription = new KafkaSubscription(
      kafka,
      { group: groups[0], topics: [name] },
      oneByOne(async ({ value }) => void seen.push(value)),
      (_level, _text, about) => lines.push(about),
      1_000,
    );
    await subscription.start();
    await eventually(() => expect(consumers()).toBe(2), { timeoutMs: 20_000 });
    await eventually(() => expect(subscription.inPlace).toBe(true));
    const writer = client('prison-intelligence');
    await writer.publish([{ topic: name, key: 'k', value: 'after', headers: {} }]);
    await eventually(() => expect(seen).toEqual(['after']));
    expect(lines).toMatchObject([{ reason: 'ConsumerStalled' }]);
    await subscription.stop();
  });
});

describe('a broker that takes no session as short', () => {
  it('is joined with one that every broker takes', async () => {
    const { name, groups } = await newTopic();
    const { brokers, principals } = testKafka();
    const own = quietKafka(
      { brokers, username: 'police-liaison', password: principals['police-liaison']!, clientId: 'hurried' },
      () => undefined,
    );
    const lines: string[] = [];
    const [request, nobody] = [{ group: groups[0], topics: [name] }, oneByOne(async () => undefined)];
    const subscription = new KafkaSubscription(
      own,
      request,
      nobody,
      (_level, text) => lines.push(text),
      undefined,
      1_000,
    );
    await subscription.start();
    await eventually(() => expect(subscription.inPlace).toBe(true), { timeoutMs: 20_000 });
    expect(lines).toEqual(['the broker takes no session as short']);
    await subscription.stop();
  });
});
