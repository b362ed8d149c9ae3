// The least that storing an event could be: one row into one table with one index, nothing checked, nothing recorded.
import { randomUUID } from 'node:crypto';
import { METADATA, sampleEvent } from './samples.ts';
import type pg from 'pg';
import type { Database } from './postgres.ts';

export interface BareRows {
  insert: () => Promise<void>;
  /** at the next version of one stream, trying again where somebody else was first */
  insertNext: (stream: string) => Promise<void>;
}

const INSERT = 'insert into row values ($1, $2, $3, $4, $5::jsonb, $6::jsonb)';
const UNIQUE_VIOLATION = '23505';

export const openBareRows = async ({ pool }: Database): Promise<BareRows> => {
  await pool.query(`create table row (id uuid not null, stream text, version integer, type text not null,
    data jsonb not null, metadata jsonb not null, primary key (stream, version))`);
  const insert = async (stream: string, version: number): Promise<void> => {
    const { type, data } = sampleEvent();
    const values = [randomUUID(), stream, version, type, JSON.stringify(data), JSON.stringify(METADATA)];
    await pool.query({ name: 'bare', text: INSERT, values });
  };
  return {
    insert: () => insert(randomUUID(), 1),
    insertNext: async (stream) => {
      // Checked out, since a pool throws a connection away whose statement failed: that would be measured instead.
      const client = await pool.connect();
      try {
        while (!(await triedNext(client, stream)));
      } finally {
        client.release();
      }
    },
  };
};

const triedNext = async (client: pg.ClientBase, stream: string): Promise<boolean> => {
  const { type, data } = sampleEvent();
  const { rows } = await client.query<{ next: number }>({
    name: 'bare-next',
    text: 'select coalesce(max(version), 0) + 1 as next from row where stream = $1',
    values: [stream],
  });
  const values = [randomUUID(), stream, rows[0]?.next, type, JSON.stringify(data), JSON.stringify(METADATA)];
  try {
    await client.query({ name: 'bare', text: INSERT, values });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === UNIQUE_VIOLATION) return false;
    throw error;
  }
};
