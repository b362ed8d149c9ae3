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
import { databaseName, ensureDatabase } from './databases.ts';
import type { BusAccess } from './infrastructure.ts';
import { SERVICE_OF, SERVICES } from './parties.ts';

export interface Buses {
  of(principal: string): Bus;
  close(): Promise<void>;
}

/** The lanes that the instruments compile to, and the platform's own. */
export const lanesOf = (namespace: string, instruments: CompiledInstrument[]): TopicPlan => ({
  topics: [
    ...topicPlan(namespace, instruments, SERVICE_OF).topics,
    ...platformLanes(namespace, [...SERVICES], { oversight: 'oversight', policy: 'policy' }).topics,
  ],
});

/** Creates topics and rights, then gives each principal its bus. */
export const openBuses = async (
  access: BusAccess,
  plan: TopicPlan,
  at: { namespace: string; adminUrl: string; busPassword: string; logger: Logger },
): Promise<Buses> => {
  const log: BusLog = (level, text, about) => at.logger[level]({ component: 'event-bus', ...about }, text);
  const make = access.kind === 'kafka' ? await kafka(access, plan, log) : await postgres(plan, at, log);
  const open = new Map<string, Bus>();
  return {
    of: (principal) => {
      const bus = open.get(principal) ?? make(principal);
      open.set(principal, bus);
      return bus;
    },
    close: async () => void (await Promise.all([...open.values()].map((bus) => bus.close()))),
  };
};

const kafka = async ({ brokers, passwords }: Extract<BusAccess, { kind: 'kafka' }>, plan: TopicPlan, log: BusLog) => {
  const login = (principal: string) => ({ brokers, username: principal, password: passwords[principal] ?? '' });
  await provisionKafka(login('admin'), plan);
  return (principal: string): Bus => kafkaBus({ ...login(principal), clientId: principal, log });
};

const postgres = async (
  plan: TopicPlan,
  at: { namespace: string; adminUrl: string; busPassword: string },
  log: BusLog,
) => {
  const url = await ensureDatabase(at.adminUrl, databaseName(at.namespace, 'bus'), at.busPassword);
  const pool = openPool(url, { applicationName: 'gatehouse-provisioning', max: 1 });
  await provisionPostgresBus(pool, plan).finally(() => pool.end());
  return (): Bus => postgresBus({ url, log });
};
