/**
 * The bus in one PostgreSQL: for one machine without a broker.
 *
 * Promise: that of `Bus`, in its bare form: one position per group and topic, so a message that cannot be handled holds
 * its whole topic; messages are kept; whoever has the database's role may read and write every topic.
 * Invariant: NOTIFY is said after the commit, in a statement of its own: inside it would make all publishers wait for each
 * other. It only shortens the wait; polling alone delivers.
 */
import { asFault, openPool } from '@gatehouse/event-store';
import type pg from 'pg';
import {
  logToStandardError,
  type Bus,
  type BusLog,
  type BusMessage,
  type Subscription,
  type SubscriptionRequest,
} from '../bus.ts';
import { BusFault } from '../bus-fault.ts';
import { oneByOne, together, type Handler } from '../handler.ts';
import { CHANNEL, Listener } from './listener.ts';
import { PostgresSubscription } from './postgres-subscription.ts';

/** A bus client. Connects when it is first used; `provisionPostgresBus` must have run. */
export const postgresBus = (connection: { url: string; log?: BusLog }): Bus => {
  const log = connection.log ?? logToStandardError;
  const pool = openPool(connection.url, { applicationName: 'gatehouse-bus' });
  const subscriptions = new Set<PostgresSubscription>();
  const listener = new Listener(connection.url, () => subscriptions.forEach((subscription) => subscription.nudge()));

  const open = async (request: SubscriptionRequest, handler: Handler): Promise<Subscription> => {
    const subscription = new PostgresSubscription(pool, request, handler, log);
    subscriptions.add(subscription);
    listener.start();
    subscription.start();
    return {
      stop: async () => {
        subscriptions.delete(subscription);
        await subscription.stop();
      },
    };
  };

  let closing: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    await Promise.all([...subscriptions].map((subscription) => subscription.stop()));
    await listener.stop();
    await pool.end();
  };

  return {
    kind: 'postgres',
    publish: (messages) => publish(pool, messages),
    subscribe: (request, handle) => open(request, oneByOne(handle)),
    subscribeTogether: (request, handle) => open(request, together(handle)),
    ready: () => ready(pool),
    close: () => (closing ??= closeAll()),
  };
};

const INSERT = `insert into bus_transport.messages (topic, key, value, headers)
  select m.topic, m.key, m.value, m.headers::jsonb
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as m (topic, key, value, headers, place)
  order by m.place`;

const publish = async (pool: pg.Pool, messages: BusMessage[]): Promise<void> => {
  if (messages.length === 0) return;
  const column = <T>(of: (message: BusMessage) => T): T[] => messages.map(of);
  try {
    await pool.query(INSERT, [
      column((m) => m.topic),
      column((m) => m.key),
      column((m) => m.value),
      column((m) => JSON.stringify(m.headers)),
    ]);
  } catch (error) {
    if ((error as { code?: string }).code === '23503')
      throw new BusFault('no-such-topic', 'no such topic in the plan', { cause: error });
    throw asFault(error);
  }
  await pool.query('select pg_notify($1, $2)', [CHANNEL, '']).catch(() => undefined);
};

const ready = (pool: pg.Pool): Promise<boolean> =>
  pool.query('select from bus_transport.topics limit 1').then(
    () => true,
    () => false,
  );
