// A read model that was projected while its events were in their first version, and made again by a program that reads them in their
// third: the same rows.
import {
  append,
  eventStoreMigrations,
  inTransaction,
  migrate,
  openPool,
  type EventTypes,
  type Step,
} from '@gatehouse/event-store';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { Projection } from '../projection.ts';
import { projectionsMigrations } from '../projections-migrations.ts';
import { Projector } from '../projector.ts';
import { rebuild } from './rebuild.ts';

/** Version 1: { room: 'A-12' }. 2: { wing, cell }. 3: the same, with the reason. */
const toWing: Step = ({ room }) => ({ wing: String(room).split('-')[0], cell: String(room).split('-')[1] });
const withReason: Step = (older) => ({ ...older, reason: 'not said' });
const PROGRAMS: EventTypes[] = [{ Moved: [] }, { Moved: [toWing] }, { Moved: [toWing, withReason] }];

const wings = (says: (data: object) => string): Projection => ({
  name: 'wings',
  tables: [{ name: 'wing' }],
  apply: async (client, { streamId, data }) => {
    await client.query(
      `insert into wing (person, wing) values ($1, $2) on conflict (person) do update set wing = excluded.wing`,
      [streamId, says(data)],
    );
  },
});
const asTheFirstReads = wings((data) => (data as { room: string }).room.slice(0, 1));
const asTheThirdReads = wings((data) => {
  const { wing, cell, reason } = data as Record<'wing' | 'cell' | 'reason', string>;
  if (!cell || !reason) throw new Error('not as of today');
  return wing;
});

let db: FreshDatabase;
let pools: pg.Pool[];
beforeEach(async () => {
  db = await freshDatabase('versions');
  pools = PROGRAMS.map((events) => openPool(db.url, { max: 3, events: [events] }));
  await migrate(db.pool, [eventStoreMigrations, projectionsMigrations]);
  await db.pool.query('create table read.wing (person text primary key, wing text not null)');
});
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await db.drop();
});

const context = { metadata: { correlationId: 'c' }, recordedAt: new Date('2026-03-01T09:00:00Z') };
const write = (program: number, person: string, version: number, data: object) =>
  inTransaction(pools[program]!, (client) => append(client, person, version, [{ type: 'Moved', data }], context));
const projected = async (program: number, projection: Projection): Promise<string[]> => {
  const projector = new Projector(pools[program]!, projection);
  const { rows: last } = await db.pool.query<{ n: string }>('select max(sequence)::text as n from store.events');
  await eventually(async () => {
    await projector.runOnce();
    expect((await projector.position())?.sequence).toBe(last[0]?.n);
  });
  const { rows } = await db.pool.query<{ one: string }>(
    `select person || ' ' || wing as one from read.wing order by 1`,
  );
  return rows.map(({ one }) => one);
};

it('events of three versions are one read model, live and made again', async () => {
  for (const n of [1, 2, 3]) await write(0, `moved-${n}`, 0, { room: `A-${n}` });
  expect(await projected(0, asTheFirstReads)).toEqual(['moved-1 A', 'moved-2 A', 'moved-3 A']);

  expect(await rebuild(pools[2]!, asTheThirdReads, { check: true })).toMatchObject({ end: 'alike' });

  await write(1, 'moved-2', 1, { wing: 'B', cell: '7' });
  await write(2, 'moved-3', 1, { wing: 'C', cell: '8', reason: 'asked' });
  expect(await projected(2, asTheThirdReads)).toEqual(['moved-1 A', 'moved-2 B', 'moved-3 C']);
  expect(await rebuild(pools[2]!, asTheThirdReads)).toMatchObject({ end: 'swapped', differences: [{ differing: 0 }] });
});

it('a program put in the place of a newer one projects nothing it does not know, and loses nothing', async () => {
  await write(0, 'moved-1', 0, { room: 'A-1' });
  await write(2, 'moved-2', 0, { wing: 'C', cell: '8', reason: 'asked' });
  const older = new Projector(pools[0]!, asTheFirstReads);
  await eventually(async () => {
    await older.runOnce().catch(() => undefined);
    expect((await db.pool.query('select 1 from read.wing')).rowCount).toBe(1);
  });
  await expect(older.runOnce()).rejects.toMatchObject({ code: 'event-from-newer-code' });
  expect(await projected(2, asTheThirdReads)).toEqual(['moved-1 A', 'moved-2 C']);
});
