// A bus for each principal: its own login, so that the broker (or the database) holds each to its lanes.
import { liaisonLanes, platformLanes, topicPlan, type CompiledInstrument } from '@gatehouse/agreements';
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
import { addressOf, databaseName, ensureDatabase, ownerRole } from './databases.ts';
import type { BusAccess } from './infrastructure.ts';
import { LIAISON_OF, POLICY_PARTY, PRINCIPALS, SERVICE_OF, SERVICES } from './parties.ts';

/** The lanes that the instruments compile to, and the platform's own. */
export const lanesOf = (namespace: string, instruments: CompiledInstrument[]): TopicPlan => ({
  topics: [
    ...topicPlan(namespace, instruments, SERVICE_OF).topics,
    ...liaisonLanes(namespace, LIAISON_OF, { party: POLICY_PARTY, service: 'policy' }).topics,
    ...platformLanes(namespace, [...SERVICES], { oversight: 'oversight', policy: 'policy' }).topics,
  ],
});

/** Where each principal's client of the Postgres transport connects. */
export type PostgresBusAddresses = Readonly<Record<string, string>>;

/** Who has a role of his own on the Postgres transport: whoever may log in at the broker, but for its administrator. */
const CLIENTS = PRINCIPALS.filter((principal) => principal !== 'admin');

/** Roles in the database of the Postgres transport, by principal. */
export const busRoles = (namespace: string): Record<string, string> =>
  Object.fromEntries(CLIENTS.map((principal) => [principal, databaseName(namespace, `bus-${principal}`)]));

/** Creates topics and rights. @returns where the Postgres transport's clients connect, null on Kafka */
export const provisionBus = async (
  access: BusAccess,
  plan: TopicPlan,
  at: { namespace: string; adminUrl: string; passwords: Readonly<Record<string, string>> },
): Promise<PostgresBusAddresses | null> => {
  if (access.kind === 'kafka') {
    await provisionKafka(kafkaLogin(access, 'admin'), plan);
    return null;
  }
  return provisionInPostgres(plan, at);
};

const provisionInPostgres = async (
  plan: TopicPlan,
  { namespace, adminUrl, passwords }: Parameters<typeof provisionBus>[2],
): Promise<PostgresBusAddresses> => {
  const name = databaseName(namespace, 'bus');
  const login = (role: string) => ({ role, password: passwords[role] ?? '' });
  const roles = busRoles(namespace);
  const clients = Object.values(roles).map(login);
  const ownerUrl = await ensureDatabase(adminUrl, name, login(ownerRole(namespace, 'bus')), clients);
  const owner = openPool(ownerUrl, { applicationName: 'gatehouse-provisioning', max: 1 });
  await provisionPostgresBus(owner, plan, roles).finally(() => owner.end());
  return Object.fromEntries(
    Object.entries(roles).map(([principal, role]) => [principal, addressOf(adminUrl, name, login(role))]),
  );
};

/** The bus as one principal of this machine's start logs in to it. `postgres` as `provisionBus` gave it. */
export const openBus = (
  access: BusAccess,
  principal: string,
  logger: Logger,
  postgres: PostgresBusAddresses | null,
): Bus =>
  access.kind === 'kafka'
    ? openKafka(kafkaLogin(access, principal), logger)
    : postgresBus({ url: postgres?.[principal] ?? '', log: busLog(logger) });

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
