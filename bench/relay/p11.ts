// P11: from the outbox's commit to the bus's acknowledgement, at a steady rate; against the bare loop of the same steps with the
// same client: a row inserted, its message produced with acks of all, the row marked.
import { enqueue, eventBusMigrations, kafkaBus, Relay, type Bus } from '@gatehouse/event-bus';
import { eventStoreMigrations, inTransaction, migrate } from '@gatehouse/event-store';
import kafkajs, { type Producer } from 'kafkajs';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '../frame.ts';
import { versionOf } from '../machine.ts';
import { startServers, type Servers } from '../stack.ts';
import { median, quantile, rounded, spreadOf } from '../statistics.ts';
import { withDatabases, type Database } from '../stores/postgres.ts';

const TOPIC = 'bench.outbox';
const RATE = 100;
const VALUE = randomBytes(768).toString('base64');

export const benchP11 = async (quick: boolean): Promise<Row[]> => {
  const servers = await startServers();
  try {
    return await withDatabases(servers.adminUrl, async (database) => {
      const producer = await connectedProducer(servers);
      const outbox = await openOutbox(servers, await database('ours'));
      const bare = await openBareLoop(producer, await database('bare'));
      try {
        const [rounds, seconds] = quick ? [1, 3] : [5, 10];
        const [ours, theirs]: [number[][], number[][]] = [[], []];
        for (let round = 0; round <= rounds; round += 1) {
          const figures = [await steadily(seconds, outbox.send), await steadily(seconds, bare)];
          if (round > 0) [ours, theirs].forEach((kept, index) => kept.push(figures[index] ?? []));
        }
        const version = `kafkajs ${await versionOf('kafkajs')}, pg ${await versionOf('pg')}`;
        return [rowOf('P11', 0.99, ours, theirs, version), rowOf('P11.median', 0.5, ours, theirs, version)];
      } finally {
        await outbox.close();
        await producer.disconnect();
      }
    });
  } finally {
    await servers.stop();
  }
};

const rowOf = (id: string, share: number, ours: number[][], theirs: number[][], version: string): Row => {
  const of = (rounds: number[][]): number[] => rounds.map((latencies) => quantile(latencies, share));
  const [mine, bare] = [median(of(ours)), median(of(theirs))];
  return {
    id,
    what: `outbox commit to the bus's acknowledgement at ${RATE} a second, ${share === 0.5 ? 'median' : 'p99'}`,
    figure: rounded(mine, 2),
    unit: 'ms',
    goal: null,
    met: null,
    peers: [{ name: 'bare loop', version, figure: rounded(bare, 2), ratio: rounded(mine / bare, 2) }],
    control: null,
    spread: spreadOf(of(ours).map((value) => rounded(value, 2))),
    conditions: null,
  };
};

/** Does one thing at the rate, whatever becomes of it. Gives the milliseconds that each gave. */
const steadily = async (seconds: number, one: () => Promise<number>): Promise<number[]> => {
  const began = performance.now();
  const runs: Promise<number>[] = [];
  for (let n = 0; n < RATE * seconds; n += 1) {
    const wait = began + (n * 1000) / RATE - performance.now();
    if (wait > 0) await pause(wait);
    runs.push(one());
  }
  return Promise.all(runs);
};

const openOutbox = async ({ brokers, passwords }: Servers, { pool }: Database) => {
  await migrate(pool, [eventStoreMigrations, eventBusMigrations]);
  const known = { username: 'admin', password: passwords['admin'] ?? '', clientId: 'bench' };
  const bus = kafkaBus({ brokers, ...known });
  const acknowledged = new Map<string, () => void>();
  const told: Bus = {
    ...bus,
    publish: async (messages) => {
      await bus.publish(messages);
      for (const { headers } of messages) acknowledged.get(headers['message-id'] ?? '')?.();
    },
  };
  const relay = new Relay({ pool, bus: told, clock: { now: () => new Date() }, onSent: async () => undefined });
  relay.start();
  const send = async (): Promise<number> => {
    const messageId = randomUUID();
    const has = new Promise<number>((resolve) => acknowledged.set(messageId, () => resolve(performance.now())));
    const row = { messageId, topic: TOPIC, key: messageId, value: VALUE, about: {}, awaitsReceipt: false };
    await inTransaction(pool, (client) => enqueue(client, row, new Date()));
    const committed = performance.now();
    relay.nudge();
    const at = await has;
    acknowledged.delete(messageId);
    return Math.max(0, at - committed);
  };
  const close = async (): Promise<void> => {
    await relay.stop();
    await bus.close();
  };
  return { send, close };
};

const openBareLoop = async (producer: Producer, { pool }: Database): Promise<() => Promise<number>> => {
  await pool.query('create table row (id uuid primary key, value text, sent_at timestamptz)');
  return async () => {
    const id = randomUUID();
    await pool.query({ name: 'bare', text: 'insert into row values ($1, $2)', values: [id, VALUE] });
    const committed = performance.now();
    await producer.send({ topic: TOPIC, acks: -1, messages: [{ key: id, value: VALUE }] });
    const took = performance.now() - committed;
    await pool.query({ name: 'mark', text: 'update row set sent_at = now() where id = $1', values: [id] });
    return took;
  };
};

const connectedProducer = async ({ brokers, passwords }: Servers): Promise<Producer> => {
  const sasl = { mechanism: 'scram-sha-512' as const, username: 'admin', password: passwords['admin'] ?? '' };
  const kafka = new kafkajs.Kafka({ brokers, clientId: 'bare', sasl, logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 3 }], waitForLeaders: true });
  await admin.disconnect();
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  return producer;
};
