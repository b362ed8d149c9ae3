// Everything a broker and whoever runs it can see of a namespace: read with the administrator's login.
import { testKafka } from '@gatehouse/testing';
import kafkajs from 'kafkajs';

export interface OnTheBus {
  topics: string;
  keys: string;
  headers: string;
  values: string;
}

/** Reads every topic of a namespace from its beginning to where it ends now. */
export const onTheBus = async (namespace: string): Promise<OnTheBus> => {
  const { brokers, principals } = testKafka();
  const sasl = { mechanism: 'scram-sha-512' as const, username: 'admin', password: principals['admin'] ?? '' };
  const kafka = new kafkajs.Kafka({ brokers, sasl, logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  const consumer = kafka.consumer({ groupId: `${namespace}.watching` });
  const seen = { topics: '', keys: '', headers: '', values: '' };
  try {
    await admin.connect();
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`${namespace}.`));
    const ends = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
    let left = ends.flat().reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
    seen.topics = topics.join('\n');
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    const { promise: all, resolve } = Promise.withResolvers<void>();
    await consumer.run({
      eachMessage: async ({ message }) => {
        seen.keys += `${String(message.key)}\n`;
        seen.headers += `${JSON.stringify(message.headers, (_, value) => textOf(value))}\n`;
        seen.values += `${String(message.value)}\n`;
        left -= 1;
        if (left === 0) resolve();
      },
    });
    await all;
    return seen;
  } finally {
    await consumer.disconnect();
    await admin.disconnect();
  }
};

const textOf = (value: unknown): unknown =>
  (value as { type?: string })?.type === 'Buffer' ? Buffer.from((value as { data: number[] }).data).toString() : value;
