import { testKafka } from '@gatehouse/testing';
import { busRightsConformance } from '../rights.conformance.ts';
import { kafkaBus } from './kafka-bus.ts';
import { provisionKafka } from './provision-kafka.ts';
import { admin, client, namespace, newTopic } from './trial.fixture.ts';

busRightsConformance('Kafka', async () => ({
  namespace,
  topic: newTopic,
  client,
  provision: (plan) => provisionKafka(admin(), plan),
  forged: (username) => {
    const { brokers } = testKafka();
    return kafkaBus({ brokers, username, password: 'wrong', clientId: 'forged', log: () => undefined });
  },
  close: async () => undefined,
}));
