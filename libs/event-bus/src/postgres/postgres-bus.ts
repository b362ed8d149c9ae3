/**
 * The bus in one PostgreSQL: for one machine without a broker.
 *
 * Promise: that of `Bus`, in its bare form: one position per group and topic, so a message that cannot be handled holds
 * its whole topic; messages are kept. Each client's role may write and read what the plan gives it and nothing else: the
 * database refuses the rest, as a broker would (0002_rights.sql).
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
    await refuseWithoutRight(pool, request);
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
    const { code } = error as { code?: string };
    if (code === '23503') throw new BusFault('no-such-topic', 'no such topic in the plan', { cause: error });
    if (NOT_ALLOWED.has(code ?? '')) throw unauthorised(error);
    throw asFault(error);
  }
  await pool.query('select pg_notify($1, $2)', [CHANNEL, '']).catch(() => undefined);
};

const ready = (pool: pg.Pool): Promise<boolean> =>
  pool.query('select from bus_transport.topics limit 1').then(
    () => true,
    () => false,
  );

// No right; no such password or role.
const NOT_ALLOWED = new Set(['42501', '28P01', '28000']);

const unauthorised = (cause?: unknown): BusFault =>
  new BusFault('bus-unauthorised', 'the bus refuses this principal', { cause });

// Its rights are all a role sees of them; whoever owns the tables is held by none.
const WITHOUT_RIGHT = `
  select topic from unnest($2::text[]) as asked (topic)
  where row_security_active('bus_transport.positions') and not (
    topic in (select topic from bus_transport.readers) and exists (select from bus_transport.groups g
      where case when g.begins then starts_with($1, g.name) else $1 = g.name end))`;

/** Of several topics those that this role may not read show it nothing, until it may: row security sees to that. */
const refuseWithoutRight = async (pool: pg.Pool, { group, topics }: SubscriptionRequest): Promise<void> => {
  try {
    const { rowCount } = await pool.query(WITHOUT_RIGHT, [group, topics]);
    if (rowCount === topics.length) throw unauthorised();
  } catch (error) {
    if (error instanceof BusFault) throw error;
    if (NOT_ALLOWED.has((error as { code?: string }).code ?? '')) throw unauthorised(error);
    // Not to be had now: the subscription goes on trying, and the database refuses what it refuses.
  }
};
