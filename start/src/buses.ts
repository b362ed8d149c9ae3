// A bus for each principal: its own login, so that the broker (or the database) holds each to its lanes.
import type { CompiledInstrument } from '@gatehouse/agreements';
import {
  allowKeeper,
  kafkaAdministration,
  kafkaBus,
  openPostgresBus,
  postgresAdministration,
  postgresBus,
  type Bus,
  type BusAdministration,
  type BusLog,
  type TopicPlan,
} from '@gatehouse/event-bus';
import { openPool } from '@gatehouse/event-store';
import { lanesOfBundle } from '@gatehouse/policy';
import type { Logger } from 'pino';
import { addressOf, databaseName, ensureDatabase, ownerRole } from './databases.ts';
import type { BusAccess } from './infrastructure.ts';
import { LANE_KEEPER, PRINCIPALS, WORKPLACES } from './parties.ts';

/** The lanes that the instruments compile to, all of them in force, and the platform's own. */
export const lanesOf = (namespace: string, instruments: CompiledInstrument[]): TopicPlan =>
  lanesOfBundle(
    namespace,
    instruments.map((compiled) => ({ state: 'IN_FORCE', compiled })),
    WORKPLACES,
  );

/** Where each principal's client of the Postgres transport connects. */
export type PostgresBusAddresses = Readonly<Record<string, string>>;

/** Who has a role of his own on the Postgres transport: whoever may log in at the broker, but for its administrator. */
const CLIENTS = PRINCIPALS.filter((principal) => principal !== 'admin' && principal !== LANE_KEEPER);

/** Roles in the database of the Postgres transport, by principal. */
export const busRoles = (namespace: string): Record<string, string> =>
  Object.fromEntries(CLIENTS.map((principal) => [principal, databaseName(namespace, `bus-${principal}`)]));

/** The bus as its administrator has it, with a login for every principal. */
export interface AdministeredBus {
  administration: BusAdministration;
  /** where clients of the Postgres transport connect; null on Kafka */
  postgres: PostgresBusAddresses | null;
}

/** Opens the bus to its administrator; of the Postgres transport it makes database, tables and roles. Topics are for whoever reconciles. */
export const administerBus = async (
  access: BusAccess,
  at: { namespace: string; adminUrl: string; passwords: Readonly<Record<string, string>> },
): Promise<AdministeredBus> =>
  access.kind === 'kafka' ? administerKafka(access, at.namespace) : administerPostgres(at);

const administerKafka = async (
  access: Extract<BusAccess, { kind: 'kafka' }>,
  namespace: string,
): Promise<AdministeredBus> => {
  const login = kafkaLogin(access, 'admin');
  await allowKeeper(login, LANE_KEEPER, namespace);
  return { administration: kafkaAdministration(login), postgres: null };
};

const administerPostgres = async ({
  namespace,
  adminUrl,
  passwords,
}: Parameters<typeof administerBus>[1]): Promise<AdministeredBus> => {
  const name = databaseName(namespace, 'bus');
  const login = (role: string) => ({ role, password: passwords[role] ?? '' });
  const roles = busRoles(namespace);
  const clients = Object.values(roles).map(login);
  const ownerUrl = await ensureDatabase(adminUrl, name, login(ownerRole(namespace, 'bus')), clients);
  const owner = openPool(ownerUrl, { applicationName: 'gatehouse-administration', max: 1 });
  await openPostgresBus(owner, roles);
  return {
    administration: postgresAdministration(owner, roles),
    postgres: Object.fromEntries(
      Object.entries(roles).map(([principal, role]) => [principal, addressOf(adminUrl, name, login(role))]),
    ),
  };
};

/** The bus as one principal of this machine's start logs in to it. `postgres` as `administerBus` gave it. */
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
