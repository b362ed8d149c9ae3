// For the specs of this folder: clients and topics of the run's Kafka.
import { afterAll } from '@jest/globals';
import { freshNamespace, testKafka } from '@gatehouse/testing';
import type { Bus } from '../bus.ts';
import { kafkaBus } from './kafka-bus.ts';
import { provisionKafka } from './provision-kafka.ts';

export type Principal = 'admin' | 'policy' | 'prison-intelligence' | 'police-liaison' | 'oversight';
/** A client of the run's Kafka, closed with the others at the end of the file. */
export const client = (username: Principal): Bus => {
  const { brokers, principals } = testKafka();
  const log = () => undefined;
  const bus = kafkaBus({ brokers, username, password: principals[username]!, clientId: username, log });
  opened.push(bus);
  return bus;
};
const opened: Bus[] = [];
afterAll(async () => {
  await Promise.all(opened.map((bus) => bus.close()));
});
export const admin = () => {
  const { brokers, principals } = testKafka();
  return { brokers, username: 'admin', password: principals['admin']! };
};
export const namespace = freshNamespace();
let topics = 0;
/** A topic that prison-intelligence writes and police-liaison reads, in either of two groups. */
export const newTopic = async () => {
  const name = `${namespace}.trial.${(topics += 1)}`;
  const groups: [string, string] = [`${name}.one`, `${name}.other`];
  await provisionKafka(admin(), {
    topics: [{ name, writer: 'prison-intelligence', reader: ['police-liaison'], groups }],
  });
  return { name, groups };
};
