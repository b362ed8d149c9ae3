// The log with a broker, and one source that ships to it: everything between a committed record and its proof.
import { auditTopic, auditTrailMigrations, sealedTo, Sequencer } from '@gatehouse/audit-trail';
import { generatePartyKeys, publicKeys } from '@gatehouse/crypto';
import { kafkaBus } from '@gatehouse/event-bus';
import { migrate } from '@gatehouse/event-store';
import kafkajs from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Servers } from '../stack.ts';
import type { Database } from '../stores/postgres.ts';
import { KEEPER, NAMESPACE, openLog, PARTY, SOURCE, type OpenLog } from './oversight.ts';

export interface ShippingLog extends Pick<OpenLog, 'vkey' | 'close'> {
  /** the record's answer, once its checkpoint is published */
  proofOf: OpenLog['ask'];
  /** waits until so many records of the source stand in the log */
  until: (count: number) => Promise<void>;
}

export const startShipping = async (servers: Servers, source: Database, keeping: Database): Promise<ShippingLog> => {
  const [keeper, party] = [await generatePartyKeys(KEEPER), await generatePartyKeys(PARTY)];
  const topics = [SOURCE, 'oversight'].map((name) => auditTopic(NAMESPACE, name));
  await createTopics(servers, topics);
  await migrate(source.pool, [auditTrailMigrations]);
  const busOf = (clientId: string) =>
    kafkaBus({ brokers: servers.brokers, username: 'admin', password: servers.passwords['admin'] ?? '', clientId });
  const [bus, keepersBus] = [busOf(SOURCE), busOf('oversight')];
  const log = await openLog(keeping, keepersBus, keeper, party);
  await log.service.start();
  const sequencer = new Sequencer({
    pool: source.pool,
    bus,
    clock: { now: () => new Date() },
    source: SOURCE,
    topic: topics[0] ?? '',
    seal: sealedTo(publicKeys(keeper), party),
  });
  sequencer.start();
  return {
    proofOf: async (number) => {
      for (;;) {
        const answer = await log.ask(number);
        if (answer.record.integrated) return answer;
        await pause(20);
      }
    },
    vkey: log.vkey,
    until: async (count) => {
      const text = 'select integrated_to as n from oversight.source where source = $1';
      const reached = async () => Number((await keeping.pool.query<{ n: string }>(text, [SOURCE])).rows[0]?.n ?? 0);
      while ((await reached()) < count) await pause(20);
    },
    close: async () => {
      await sequencer.stop();
      await log.close();
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
