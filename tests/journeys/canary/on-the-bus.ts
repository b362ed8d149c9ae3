// Everything a broker and whoever runs it can see of a namespace: read with the administrator's login.
import { testKafka } from '@gatehouse/testing';
import kafkajs from 'kafkajs';
import { randomUUID } from 'node:crypto';

export interface OnTheBus {
  topics: string;
  keys: string;
  headers: string;
  values: string;
}

export interface MessageSeen {
  topic: string;
  key: string;
  headers: string;
  value: string;
}

/** All there is, each kind run together. */
export const onTheBus = async (namespace: string): Promise<OnTheBus> => {
  const { topics, messages } = await everyMessage(namespace);
  const together = (part: 'key' | 'headers' | 'value') => messages.map((message) => `${message[part]}\n`).join('');
  return { topics: topics.join('\n'), keys: together('key'), headers: together('headers'), values: together('value') };
};

/** Reads every topic of a namespace from its beginning to where it ends now. */
export const everyMessage = async (namespace: string): Promise<{ topics: string[]; messages: MessageSeen[] }> => {
  const { brokers, principals } = testKafka();
  const sasl = { mechanism: 'scram-sha-512' as const, username: 'admin', password: principals['admin'] ?? '' };
  const kafka = new kafkajs.Kafka({ brokers, sasl, logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  const consumer = kafka.consumer({ groupId: `${namespace}.watching-${randomUUID()}` });
  const messages: MessageSeen[] = [];
  try {
    await admin.connect();
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`${namespace}.`));
    const ends = await Promise.all(
      topics.map(async (topic) => (await admin.fetchTopicOffsets(topic)).map((end) => ({ ...end, topic }))),
    );
    const endOf = new Map(ends.flat().map(({ topic, partition, high }) => [`${topic}/${partition}`, BigInt(high)]));
    let left = ends.flat().reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    const { promise: all, resolve } = Promise.withResolvers<void>();
    await consumer.run({
      eachMessage: async ({ topic, partition, message }) => {
        // What came since stands in for nothing that was there before.
        if (BigInt(message.offset) >= (endOf.get(`${topic}/${partition}`) ?? 0n)) return;
        const headers = JSON.stringify(message.headers, (_, value) => textOf(value));
        messages.push({ topic, key: String(message.key), headers, value: String(message.value) });
        left -= 1;
        if (left === 0) resolve();
      },
    });
    await all;
    return { topics, messages };
  } finally {
    await consumer.disconnect();
    await admin.disconnect();
  }
};

const textOf = (value: unknown): unknown =>
  (value as { type?: string })?.type === 'Buffer' ? Buffer.from((value as { data: number[] }).data).toString() : value;
