// A store of notes and read models that list them: what the specs of projectors share.
import {
  append,
  eventStoreMigrations,
  inTransaction,
  knowEvents,
  migrate,
  type RecordedEvent,
} from '@gatehouse/event-store';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import type pg from 'pg';
import type { Projection } from './projection.ts';
import { projectionsMigrations } from './projections-migrations.ts';

export interface Notes {
  db: FreshDatabase;
  /** appends these to a stream of their own; gives its name */
  note: (...notes: string[]) => Promise<string>;
  /** what a read model lists, in the order it was written */
  rows: (readModel: string) => Promise<string[]>;
}

/** A database with these read models, none of which has seen anything. */
export const openNotes = async (name: string, ...readModels: string[]): Promise<Notes> => {
  const db = await freshDatabase(name);
  knowEvents(db.pool, { Noted: [] });
  await migrate(db.pool, [eventStoreMigrations, projectionsMigrations]);
  for (const one of readModels)
    await db.pool.query(`create table read.${one} (place bigint generated always as identity, note text)`);
  const context = { metadata: { correlationId: 'c' }, recordedAt: new Date('2026-03-01T09:00:00Z') };
  let streams = 0;
  return {
    db,
    note: async (...notes) => {
      const stream = `note-${(streams += 1)}`;
      const events = notes.map((text) => ({ type: 'Noted', data: { text } }));
      await inTransaction(db.pool, (client) => append(client, stream, 0, events, context));
      return stream;
    },
    rows: async (readModel) =>
      (await db.pool.query<{ note: string }>(`select note from read.${readModel} order by place`)).rows.map(
        (row) => row.note,
      ),
  };
};

/** Lists each note in a read model; one of them it may be unable to apply. */
export const into = (name: string, poison?: string): Projection => ({
  name,
  tables: [{ name }],
  apply: async (client: pg.ClientBase, event: RecordedEvent): Promise<void> => {
    const { text } = event.data as { text: string };
    if (text === poison) throw new Error('cannot be applied');
    await client.query(`insert into ${name} (note) values ($1)`, [text]);
  },
});

export const numbers = (count: number): string[] => Array.from({ length: count }, (_, n) => `${n}`);
