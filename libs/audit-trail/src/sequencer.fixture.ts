import type { Bus, BusMessage } from '@gatehouse/event-bus';
import type { Clock } from '@gatehouse/service-kit/clock';
import { HeldClock } from '@gatehouse/service-kit/clock';
import type pg from 'pg';
import { Sequencer } from './sequencer.ts';

export const SOURCE = 'police-liaison';

/** A bus that acknowledges once the message stands in a table, which outlives the process. */
export const tableBus = (pool: pg.Pool): Pick<Bus, 'publish'> => ({
  publish: async (messages: BusMessage[]) => {
    await pool.query('insert into public.published (value) select * from unnest($1::text[])', [
      messages.map(({ value }) => value),
    ]);
  },
});

export const createPublished = (pool: pg.Pool): Promise<unknown> =>
  pool.query('create table public.published (at bigint generated always as identity, value text not null)');

/** What reached the bus, in order. */
export const published = async (pool: pg.Pool): Promise<{ number: number; record: string }[]> => {
  const { rows } = await pool.query<{ value: string }>('select value from public.published order by at');
  return rows.flatMap(({ value }) => JSON.parse(value) as { number: number; record: string }[]);
};

export const sequencerOf = (
  pool: pg.Pool,
  bus: Pick<Bus, 'publish'> = tableBus(pool),
  clock: Clock = new HeldClock('2026-03-02T09:00:00Z'),
): Sequencer => new Sequencer({ pool, bus: bus as Bus, clock, source: SOURCE, topic: `test.audit.${SOURCE}` });
