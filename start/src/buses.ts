// A bus for each principal: its own login, so that the broker (or the database) holds each to its lanes.
import { platformLanes, topicPlan, type CompiledInstrument } from '@gatehouse/agreements';
import {
  kafkaBus,
  postgresBus,
  provisionKafka,
  provisionPostgresBus,
  type Bus,
  type BusLog,
  type TopicPlan,
} from '@gatehouse/event-bus';
import { openPool } from '@gatehouse/event-store';
import type { Logger } from 'pino';
import { databaseName, ensureDatabase, type ServiceLogins } from './databases.ts';
import type { BusAccess } from './infrastructure.ts';
import { SERVICE_OF, SERVICES } from './parties.ts';

/** The lanes that the instruments compile to, and the platform's own. */
export const lanesOf = (namespace: string, instruments: CompiledInstrument[]): TopicPlan => ({
  topics: [
    ...topicPlan(namespace, instruments, SERVICE_OF).topics,
    ...platformLanes(namespace, [...SERVICES], { oversight: 'oversight', policy: 'policy' }).topics,
  ],
});

/** Creates topics and rights. @returns where the Postgres transport's clients connect, null on Kafka */
export const provisionBus = async (
  access: BusAccess,
  plan: TopicPlan,
  at: { namespace: string; adminUrl: string; logins: ServiceLogins },
): Promise<string | null> => {
  if (access.kind === 'kafka') {
    await provisionKafka(kafkaLogin(access, 'admin'), plan);
    return null;
  }
  const name = databaseName(at.namespace, 'bus');
  const { ownerUrl, applicationUrl } = await ensureDatabase(at.adminUrl, name, at.logins);
  const owner = openPool(ownerUrl, { applicationName: 'gatehouse-provisioning', max: 1 });
  await provisionPostgresBus(owner, plan, at.logins.application.role).finally(() => owner.end());
  return applicationUrl;
};

/** The bus as one principal of this machine's start logs in to it. `postgresUrl` as `provisionBus` gave it. */
export const openBus = (access: BusAccess, principal: string, logger: Logger, postgresUrl: string | null): Bus =>
  access.kind === 'kafka'
    ? openKafka(kafkaLogin(access, principal), logger)
    : postgresBus({ url: postgresUrl ?? '', log: busLog(logger) });

interface KafkaLogin {
  brokers: string[];
  username: string;
  password: string;
}

/** The bus of the principal that logs in. */
export const openKafka = (login: KafkaLogin, logger: Logger): Bus =>
  kafkaBus({ ...login, clientId: login.username, log: busLog(logger) });

const kafkaLogin = ({ brokers, passwords }: Extract<BusAccess, { kind: 'kafka' }>, principal: string): KafkaLogin => ({
  brokers,
  username: principal,
  password: passwords[principal] ?? '',
});

const busLog =
  (logger: Logger): BusLog =>
  (level, text, about) =>
    logger[level]({ component: 'event-bus', ...about }, text);
