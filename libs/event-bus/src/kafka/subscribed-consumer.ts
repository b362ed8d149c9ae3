// A consumer that has joined nothing yet, subscribed to what its principal may read of what was asked.
import type { Consumer, Kafka } from 'kafkajs';
import type { BusLog, SubscriptionRequest } from '../bus.ts';
import { isNotReadable, readableTopics } from './readable-topics.ts';

// A member that died without leaving is missed after the session time-out: before whoever comes instead of it has read its program. One
// that comes sooner waits no longer than the rebalance time-out: a member that lives hears of it with its next heartbeat, and has
// a second left to end what it is about; one busy for longer pays for it with a redelivery.
export const SESSION_MS = 2_500;
/** What a broker takes that was not told to take shorter ones (`group.min.session.timeout.ms`). */
export const SESSION_ANYWHERE_MS = 6_000;
const REBALANCE_MS = 1_500;
export const HEARTBEAT_MS = 500;

export interface Subscribed {
  consumer: Consumer;
  /** what the broker refuses now */
  refused: string[];
}

/** @throws the refusal when none of the topics may be read, and what else went wrong; then nothing is left connected */
export const subscribedConsumer = async (
  kafka: Kafka,
  { group, topics }: SubscriptionRequest,
  log: BusLog,
  sessionMs = SESSION_MS,
): Promise<Subscribed> => {
  try {
    return { consumer: await subscribedTo(kafka, group, topics, sessionMs), refused: [] };
  } catch (error) {
    if (!isNotReadable(error) || topics.length === 1) throw error;
  }
  const readable = await readableTopics(kafka, topics);
  const refused = topics.filter((topic) => !readable.includes(topic));
  log('warn', 'topics are refused, the others are read', { group, topics: refused.join(', ') });
  return { consumer: await subscribedTo(kafka, group, readable, sessionMs), refused };
};

/** Of its own: kafkajs remembers a topic that was refused. */
const subscribedTo = async (kafka: Kafka, groupId: string, topics: string[], sessionMs: number): Promise<Consumer> => {
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: sessionMs,
    rebalanceTimeout: REBALANCE_MS,
    heartbeatInterval: HEARTBEAT_MS,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 500,
    metadataMaxAge: 60_000,
    // Every crash ends the consumer and is seen by whoever made it; none is repaired half-way inside.
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 4, restartOnFailure: async () => false },
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    return consumer;
  } catch (error) {
    await consumer.disconnect().catch(() => undefined);
    throw error;
  }
};
