// COPY of events into a table like the store's own, indexes and defaults included, without heads, checks or expected versions.
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pgCopyStreams from 'pg-copy-streams';
import type { Database } from './postgres.ts';
import { AT, METADATA, sampleEvent } from './samples.ts';

const COLUMNS = 'event_id, stream_id, version, type, data, metadata, occurred_at, recorded_at';

/** In a database that holds the store's schema. Gives a function that writes so many events, as one stream, in one transaction. */
export const openCopied = async ({ pool }: Database): Promise<(count: number) => Promise<void>> => {
  await pool.query('create table public.copied (like store.events including all)');
  return async (count) => {
    const streamId = randomUUID();
    const lines = Array.from({ length: count }, (_, n) => lineOf(streamId, n + 1));
    const client = await pool.connect();
    try {
      await pipeline(
        Readable.from([lines.join('')]),
        client.query(pgCopyStreams.from(`copy public.copied (${COLUMNS}) from stdin`)),
      );
    } finally {
      client.release();
    }
  };
};

const lineOf = (streamId: string, version: number): string => {
  const { type, data } = sampleEvent(version);
  const at = AT.toISOString();
  // The samples hold neither tabs nor backslashes.
  return `${[randomUUID(), streamId, version, type, JSON.stringify(data), JSON.stringify(METADATA), at, at].join('\t')}\n`;
};
