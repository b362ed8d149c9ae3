// Everything the police were sent comes a second time, as it does when a group's position is lost.
import { kafkaBus, type BusMessage } from '@gatehouse/event-bus';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { NAMESPACE, type Deployment } from './deployment.ts';
import type { AskDatabase } from './facts.ts';

/** Who takes what at the police: items, and what is told of the instruments. */
const groupOf = (topic: string): string =>
  `${NAMESPACE}.police-liaison${topic.startsWith(`${NAMESPACE}.liaison.`) ? '.liaison' : ''}`;
const LOOK_EVERY_MS = 200;

/**
 * Publishes again whatever stands on the lanes that the police had something from.
 * @returns how many messages came again, when the police have taken all of them; or null when they had not in time
 */
export const redeliver = async (deployment: Deployment, ask: AskDatabase, withinMs: number): Promise<number | null> => {
  const lanes = await ask<{ topic: string }>('police-liaison', 'select distinct topic from bus.inbox');
  const topics = lanes.map(({ topic }) => topic);
  const username = 'admin';
  const { brokers } = deployment.kafka;
  const password = deployment.brokerPasswords[username] ?? '';
  const admin = new Kafka({
    brokers,
    sasl: { mechanism: 'scram-sha-512', username, password },
    logLevel: logLevel.NOTHING,
  }).admin();
  const bus = kafkaBus({ brokers, username, password, clientId: 'redelivery' });
  await admin.connect();
  try {
    const messages = await standing(bus, topics, await lengthOf(admin, topics));
    await bus.publish(messages);
    const end = performance.now() + withinMs;
    while ((await lagOf(admin, topics)) > 0) {
      if (performance.now() > end) return null;
      await pause(LOOK_EVERY_MS);
    }
    return messages.length;
  } finally {
    await Promise.all([bus.close(), admin.disconnect()]);
  }
};

const standing = async (bus: ReturnType<typeof kafkaBus>, topics: string[], count: number): Promise<BusMessage[]> => {
  const messages: BusMessage[] = [];
  const { promise: all, resolve } = Promise.withResolvers<void>();
  const subscription = await bus.subscribe({ group: `prove-redelivery-${Date.now()}`, topics }, async (message) => {
    if (messages.push(message) >= count) resolve();
  });
  if (count > 0) await all;
  await subscription.stop();
  return messages.slice(0, count);
};

const lengthOf = async (admin: Admin, topics: string[]): Promise<number> => {
  const offsets = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
  return offsets.flat().reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
};

/** Messages of these topics that the police have not taken. */
const lagOf = async (admin: Admin, topics: string[]): Promise<number> => {
  let lag = 0;
  const ofGroups = [...Map.groupBy(topics, groupOf)];
  const taken = (
    await Promise.all(ofGroups.map(([groupId, its]) => admin.fetchOffsets({ groupId, topics: its })))
  ).flat();
  for (const { topic, partitions } of taken) {
    const ends = new Map(
      (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]),
    );
    for (const { partition, offset } of partitions) lag += (ends.get(partition) ?? 0) - Math.max(0, Number(offset));
  }
  return lag;
};
