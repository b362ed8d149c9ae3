/** The bus on Kafka: the way agencies run it. Promise: that of `Bus`. Topics and rights must be there beforehand. */
import { logToStandardError, type Bus, type BusMessage, type Subscription, type SubscriptionRequest } from '../bus.ts';
import { oneByOne, together, type Handler } from '../handler.ts';
import { KafkaPublisher } from './kafka-publisher.ts';
import { KafkaSubscription } from './kafka-subscription.ts';
import { quietKafka, type KafkaConnection } from './quiet-kafkajs.ts';

export type { KafkaConnection };

/** A bus client for one principal. Connects when it is first used. */
export const kafkaBus = (connection: KafkaConnection): Bus => {
  const log = connection.log ?? logToStandardError;
  const kafka = quietKafka(connection, log);
  const publisher = new KafkaPublisher(kafka);
  const subscriptions = new Set<KafkaSubscription>();

  const open = async (request: SubscriptionRequest, handler: Handler): Promise<Subscription> => {
    const subscription = new KafkaSubscription(kafka, request, handler, log);
    subscriptions.add(subscription);
    const stop = async (): Promise<void> => {
      subscriptions.delete(subscription);
      await subscription.stop();
    };
    try {
      await subscription.start();
    } catch (fault) {
      await stop();
      throw fault;
    }
    return { stop };
  };

  let closing: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    await Promise.all([...subscriptions].map((subscription) => subscription.stop()));
    await publisher.close();
  };

  return {
    kind: 'kafka',
    publish: (messages: BusMessage[]) => publisher.publish(messages),
    subscribe: (request, handle) => open(request, oneByOne(handle)),
    subscribeTogether: (request, handle) => open(request, together(handle)),
    ready: async () => [...subscriptions].every((subscription) => subscription.inPlace) && (await publisher.ready()),
    close: () => (closing ??= closeAll()),
  };
};
