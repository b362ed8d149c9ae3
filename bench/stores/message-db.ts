// message-db: its own SQL, run in the order of its install script.
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { versionOf } from '../machine.ts';
import { METADATA, sampleEvent } from './samples.ts';
import type { Database } from './postgres.ts';

const FOLDER = fileURLToPath(new URL('../../node_modules/@eventide/message-db/database', import.meta.url));
const FIRST = [
  'roles/message-store.sql',
  'schema/message-store.sql',
  'extensions/pgcrypto.sql',
  'tables/messages.sql',
  'types/message.sql',
  'functions/message-store-version.sql',
  'functions/hash-64.sql',
  'functions/acquire-lock.sql',
  'functions/category.sql',
  'functions/is-category.sql',
  'functions/id.sql',
  'functions/cardinal-id.sql',
  'functions/stream-version.sql',
  'functions/write-message.sql',
];

export const messageDbVersion = (): Promise<string> => versionOf('@eventide/message-db');

/** Installs it. Gives a function that writes one message to a stream. */
export const openMessageDb = async ({ pool }: Database): Promise<(stream: string) => Promise<void>> => {
  const indexes = (await readdir(join(FOLDER, 'indexes'))).map((name) => `indexes/${name}`);
  const client = await pool.connect();
  try {
    await client.query(`alter database ${client.database} set search_path to message_store, public`);
    await client.query('create schema if not exists message_store; set search_path to message_store, public');
    for (const file of [...FIRST, ...indexes]) {
      const sql = await readFile(join(FOLDER, file), 'utf8');
      await client.query(sql.replaceAll('CONCURRENTLY ', ''));
    }
  } finally {
    client.release(true);
  }
  return async (stream) => {
    const { type, data } = sampleEvent();
    await pool.query({
      name: 'write-message',
      text: 'select message_store.write_message($1, $2, $3, $4::jsonb, $5::jsonb)',
      values: [randomUUID(), stream, type, JSON.stringify(data), JSON.stringify(METADATA)],
    });
  };
};
