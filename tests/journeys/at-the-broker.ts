// What the broker itself lets a principal do, asked as that principal.
import { testKafka } from '@gatehouse/testing';
import kafkajs from 'kafkajs';

/** Whether it may read each of these topics: to be told of one takes the right to read or to write it. */
export const readableAtBroker = async <Lane extends string>(
  username: string,
  lanes: Record<Lane, string>,
): Promise<Record<Lane, boolean>> => {
  const { brokers, principals } = testKafka();
  const sasl = { mechanism: 'scram-sha-512', username, password: principals[username] ?? '' } as const;
  const client = new kafkajs.Kafka({ brokers, sasl, logLevel: kafkajs.logLevel.NOTHING }).admin();
  await client.connect();
  const mayRead = ([lane, topic]: [string, unknown]) =>
    client.fetchTopicMetadata({ topics: [String(topic)] }).then(
      () => [lane, true] as const,
      (fault: { type?: string }) => {
        if (fault.type === 'TOPIC_AUTHORIZATION_FAILED') return [lane, false] as const;
        throw fault;
      },
    );
  const answers = await Promise.all(Object.entries(lanes).map(mayRead)).finally(() => client.disconnect());
  return Object.fromEntries(answers) as Record<Lane, boolean>;
};
