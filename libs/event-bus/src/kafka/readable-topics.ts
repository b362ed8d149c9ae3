// Which of several topics a principal may read now. A right that was taken on one of them is to cost the others nothing.
import type { Admin, Kafka } from 'kafkajs';
import { protocolErrorOf } from './kafka-faults.ts';

const NOT_NOW = new Set(['TOPIC_AUTHORIZATION_FAILED', 'UNKNOWN_TOPIC_OR_PARTITION']);

/** The broker refuses this topic, or knows none of this name. */
export const isNotReadable = (error: unknown): boolean => NOT_NOW.has(protocolErrorOf(error) ?? '');

/**
 * Asks about each by itself: to be told of a topic takes a right on it, and of several the first refusal is all that is answered.
 * @throws the refusal when none may be read, and what else went wrong
 */
export const readableTopics = async (kafka: Kafka, topics: readonly string[]): Promise<string[]> => {
  const asking = kafka.admin();
  try {
    await asking.connect();
    const refusals = await Promise.all(topics.map((topic) => refusalOf(asking, topic)));
    const readable = topics.filter((_topic, i) => refusals[i] === null);
    if (readable.length === 0) throw refusals[0];
    return readable;
  } finally {
    await asking.disconnect().catch(() => undefined);
  }
};

const refusalOf = async (asking: Admin, topic: string): Promise<unknown> => {
  try {
    await asking.fetchTopicMetadata({ topics: [topic] });
    return null;
  } catch (error) {
    if (isNotReadable(error)) return error;
    throw error;
  }
};

/** Tells once, when one of them may be read. Gives what ends the asking. */
export const whenReadable = (
  kafka: Kafka,
  topics: readonly string[],
  everyMs: number,
  tell: () => void,
): (() => void) => {
  let asking = false;
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    void readableTopics(kafka, topics)
      .then(tell, () => undefined)
      .finally(() => (asking = false));
  }, everyMs).unref();
  return () => clearInterval(timer);
};
