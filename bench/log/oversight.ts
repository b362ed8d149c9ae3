// The keeper of the log as agencies run it, with a broker of its own, and one source that ships to it: nothing is left out but
// who may ask.
import { auditTopic, auditTrailMigrations, sealedTo, Sequencer } from '@gatehouse/audit-trail';
import { generatePartyKeys, publicKeys } from '@gatehouse/crypto';
import { kafkaBus } from '@gatehouse/event-bus';
import { migrate } from '@gatehouse/event-store';
import { encodeVerifierKey, noteSigner } from '@gatehouse/merkle-log';
import { createOversight } from '@gatehouse/oversight';
import { listen, processLogger } from '@gatehouse/service-kit';
import kafkajs from 'kafkajs';
import { createPrivateKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../stores/postgres.ts';
import type { Servers } from '../stack.ts';

export const SOURCE = 'prison-intelligence';
const [KEEPER, PARTY, NAMESPACE, ORIGIN] = ['kz-human-rights-commission', 'kz-prison-service', 'bench', 'bench/log'];
const COMMISSIONER = { person: 'hr-saule', agency: KEEPER, unit: 'inquiries', roles: ['commissioner'], clientId: 'bench' };

export interface RunningLog {
  /** waits until so many records of the source are in the log */
  until: (count: number) => Promise<void>;
  /** the record's answer, as a commissioner gets it */
  ask: (number: number) => Promise<{ checkpoint: string; record: Answered }>;
  vkey: string;
  close: () => Promise<void>;
}

export interface Answered {
  record: object;
  salt: string;
  integrated: boolean;
  logIndex: number;
  proof: string[];
}

export const startLog = async (servers: Servers, source: Database, keeping: Database): Promise<RunningLog> => {
  const [keeper, party] = await Promise.all([generatePartyKeys(KEEPER), generatePartyKeys(PARTY)]);
  const topics = [SOURCE, 'oversight'].map((name) => auditTopic(NAMESPACE, name));
  await createTopics(servers, topics);
  await migrate(source.pool, [auditTrailMigrations]);
  const busOf = (clientId: string) =>
    kafkaBus({ brokers: servers.brokers, username: 'admin', password: servers.passwords['admin'] ?? '', clientId });
  const [bus, keepersBus] = [busOf(SOURCE), busOf('oversight')];
  const clock = { now: () => new Date() };
  const logSigningKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const oversight = await createOversight({
    service: 'oversight',
    namespace: NAMESPACE,
    databaseUrl: keeping.url,
    bus: keepersBus,
    clock,
    newId: randomUUID,
    keys: keeper,
    identity: { verify: async () => COMMISSIONER },
    duties: {
      migrations: [],
      open: async () => ({
        decide: () => ({ permitted: true, reason: 'OVERSIGHT_MANDATE' }),
        bundleVersion: () => 1,
        start: async () => undefined,
        stop: async () => undefined,
      }),
    },
    auditSubjectKey: randomBytes(32).toString('base64url'),
    sources: [
      { source: SOURCE, party: PARTY },
      { source: 'oversight', party: KEEPER },
    ],
    parties: [publicKeys(keeper), publicKeys(party)],
    logSigningKey,
    origin: ORIGIN,
    logger: processLogger({ destination: { write: () => undefined } }),
  });
  const listening = await listen([oversight.app], [], 0);
  await oversight.start();
  const sequencer = new Sequencer({
    pool: source.pool,
    bus,
    clock,
    source: SOURCE,
    topic: topics[0] ?? '',
    seal: sealedTo(publicKeys(keeper), party),
  });
  sequencer.start();
  return {
    until: async (count) => {
      const text = 'select integrated_to as n from oversight.source where source = $1';
      const reached = async () => Number((await keeping.pool.query<{ n: string }>(text, [SOURCE])).rows[0]?.n ?? 0);
      while ((await reached()) < count) await pause(20);
    },
    ask: async (number) => {
      const headers = { authorization: 'Bearer token', 'gatehouse-purpose': 'OVERSIGHT' };
      const answer = await fetch(`${listening.origin}/oversight/v1/records/${SOURCE}/${number}`, { headers });
      return (await answer.json()) as Awaited<ReturnType<RunningLog['ask']>>;
    },
    vkey: encodeVerifierKey(noteSigner(ORIGIN, createPrivateKey({ key: logSigningKey, format: 'jwk' }))),
    close: async () => {
      await sequencer.stop();
      await listening.close();
      await oversight.stop();
      await Promise.all([bus.close(), keepersBus.close()]);
    },
  };
};

const createTopics = async ({ brokers, passwords }: Servers, names: string[]): Promise<void> => {
  const sasl = { mechanism: 'scram-sha-512' as const, username: 'admin', password: passwords['admin'] ?? '' };
  const admin = new kafkajs.Kafka({ brokers, clientId: 'bench', sasl, logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ topics: names.map((topic) => ({ topic, numPartitions: 1 })), waitForLeaders: true });
  await admin.disconnect();
};
