// The least that P1 could be: three commits of a row and one message through the same broker with the same client, in one
// process, with nothing decided, sealed, projected or proven.
import kafkajs from 'kafkajs';
import pg from 'pg';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { databaseOf, statement, type Servers } from './stack.ts';

const TOPIC = 'bare';
const BODY = randomBytes(768).toString('base64');

export interface Bare {
  /** milliseconds from before the first commit to after the third, at this rate for so many seconds */
  run(rate: number, seconds: number): Promise<number[]>;
  close(): Promise<void>;
}

export const openBare = async ({ adminUrl, brokers, passwords }: Servers): Promise<Bare> => {
  await statement(adminUrl, 'create database bare');
  const url = databaseOf(adminUrl, 'bare');
  await statement(url, 'create table row (id uuid, step int, body text, primary key (id, step))');
  const pool = new pg.Pool({ connectionString: url, max: 12 });
  const kafka = new kafkajs.Kafka({
    brokers,
    clientId: 'bare',
    sasl: { mechanism: 'scram-sha-512', username: 'admin', password: passwords['admin'] ?? '' },
    ssl: false,
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 3 }], waitForLeaders: true });
  await admin.disconnect();
  const commit = (id: string, step: number): Promise<unknown> =>
    pool.query({ name: 'bare', text: 'insert into row values ($1, $2, $3)', values: [id, step, BODY] });

  const producer = kafka.producer({ idempotent: true });
  await producer.connect();
  const arrived = new Map<string, () => void>();
  const consumer = kafka.consumer({ groupId: 'bare' });
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const id = String(message.key);
      await commit(id, 3);
      arrived.get(id)?.();
    },
  });

  const one = async (): Promise<number> => {
    const id = randomUUID();
    const has = new Promise<void>((resolve) => arrived.set(id, resolve));
    const began = performance.now();
    await commit(id, 1);
    await commit(id, 2);
    await producer.send({ topic: TOPIC, acks: -1, messages: [{ key: id, value: BODY }] });
    await has;
    arrived.delete(id);
    return performance.now() - began;
  };
  await one();
  return {
    run: async (rate, seconds) => {
      const began = performance.now();
      const runs: Promise<number>[] = [];
      for (let n = 0; n < rate * seconds; n += 1) {
        const wait = began + (n * 1000) / rate - performance.now();
        if (wait > 0) await pause(wait);
        runs.push(one());
      }
      return Promise.all(runs);
    },
    close: async () => {
      await Promise.all([consumer.disconnect(), producer.disconnect()]);
      await pool.end();
    },
  };
};
