// Notes written and projected, for the specs of rebuilding.
import { append, eventStoreMigrations, inTransaction, knowEvents, migrate } from '@gatehouse/event-store';
import { eventually } from '@gatehouse/testing';
import type pg from 'pg';
import { projectionsMigrations } from '../projections-migrations.ts';
import { Projector } from '../projector.ts';
import { notes } from './notes.fixture.ts';

export const openNotes = async (pool: pg.Pool): Promise<void> => {
  knowEvents(pool, { Noted: [] });
  await migrate(pool, [eventStoreMigrations, projectionsMigrations]);
  await pool.query(`create table read.note (
    note_id text primary key, position bigint generated always as identity unique, text text not null default '',
    times integer not null default 0)`);
  await pool.query('create index note_by_text on read.note (text) where note_id is not null');
};

const context = { metadata: { correlationId: 'c' }, recordedAt: new Date('2026-03-01T09:00:00Z') };

export const write = (pool: pg.Pool, streamId: string, version: number, text: string) =>
  inTransaction(pool, (client) => append(client, streamId, version - 1, [{ type: 'Noted', data: { text } }], context));

/** `count` notes, each written twice. */
export const writeMany = async (pool: pg.Pool, count: number, name = 'note'): Promise<void> => {
  for (let n = 1; n <= count; n += 1) {
    await write(pool, `${name}-${n}`, 1, `first of ${n}`);
    await write(pool, `${name}-${n}`, 2, `second of ${n}`);
  }
};

/** Until the live rows have seen everything that was written before. */
export const projected = async (pool: pg.Pool): Promise<void> => {
  const projector = new Projector(pool, notes);
  const { rows } = await pool.query<{ n: string }>('select max(sequence)::text as n from store.events');
  await eventually(async () => {
    await projector.runOnce();
    if ((await projector.position())?.sequence !== rows[0]?.n) throw new Error('not all is projected yet');
  });
};

export const liveNotes = async (pool: pg.Pool): Promise<string[]> => {
  const { rows } = await pool.query<{ one: string }>(
    `select note_id || ': ' || text as one from read.note order by position`,
  );
  return rows.map(({ one }) => one);
};

export const expected = (count: number, name = 'note'): string[] =>
  Array.from({ length: count }, (_, n) => `${name}-${n + 1}: second of ${n + 1}`);
