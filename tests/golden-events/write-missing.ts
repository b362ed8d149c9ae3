// Writes the samples that are missing, from what a run of the journeys has left in its databases: give it the address of that run's
// PostgreSQL while the journeys play, and end it with a signal.
//   node --import ./start/typescript-loader.mjs tests/golden-events/write-missing.ts postgres://...
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { sealedMember } from '@gatehouse/event-store';
import { allTypes } from './catalogues.ts';
import { keysOfRun } from './keys-of-run.ts';
import { keepSample, sampleFile, sampleFiles, type Sample } from './sample.ts';

const EVERY_MS = 400;

interface Row extends Omit<Sample, 'typeVersion' | 'streamId' | 'occurredAt' | 'recordedAt' | 'metadata'> {
  event_id: string;
  type_version: number;
  stream_id: string;
  metadata: Record<string, unknown> & Sample['metadata'];
  occurred_at: Date;
  recorded_at: Date;
}

// Of several the fullest: what a step will have to know.
const FULLEST = `
  select distinct on (type, type_version) event_id, type, type_version, stream_id, data, metadata, occurred_at, recorded_at
  from store.events order by type, type_version, length(data::text) desc`;

/** What an event said when it was written, sealed or not; null where its key is not to be had. */
const asWritten = async (url: URL, row: Row): Promise<Row | null> => {
  const member = sealedMember(row.data);
  if (!member) return row;
  const [bound] = await asked<{ id: string }>(url, 'select id from store.key_store');
  const store = bound ? await keysOfRun(bound.id) : null;
  const key = store?.keysOf([member.item]).get(member.item);
  if (!key || key === 'destroyed') return null;
  const data = JSON.parse(key.openText(row.event_id, member.text)) as object;
  store?.close();
  return { ...row, data };
};

const sampleOf = ({ metadata: { traceparent: _traced, ...metadata }, ...row }: Row): Sample => ({
  type: row.type,
  typeVersion: row.type_version,
  streamId: row.stream_id,
  data: row.data,
  metadata,
  occurredAt: row.occurred_at.toISOString(),
  recordedAt: row.recorded_at.toISOString(),
});

const asked = async <R extends pg.QueryResultRow>(url: URL, statement: string): Promise<R[]> => {
  const client = new pg.Client({ connectionString: url.href });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<R>(statement)).rows;
  } finally {
    await client.end();
  }
};

const look = async (server: URL): Promise<void> => {
  const known = allTypes();
  const databases = await asked<{ datname: string }>(server, 'select datname from pg_database where datallowconn');
  for (const { datname } of databases) {
    const url = new URL(server);
    url.pathname = `/${datname}`;
    // One that has no store, or is dropped at this moment, has no sample to give.
    const rows = await asked<Row>(url, FULLEST).catch(() => []);
    const have = new Set(sampleFiles());
    for (const row of rows) {
      const named = { type: row.type, typeVersion: row.type_version };
      if (known.get(row.type) !== row.type_version || have.has(sampleFile(named))) continue;
      const written = await asWritten(url, row);
      if (written) keepSample(sampleOf(written));
    }
  }
};

const server = new URL(process.argv[2] ?? '');
for (;;) {
  await look(server);
  await pause(EVERY_MS);
}
