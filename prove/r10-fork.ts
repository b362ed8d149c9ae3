// R10 for the log: oversight's database is set back to an older state, as a restore does, and other records come. With the highest
// published checkpoint kept outside the database nothing is signed. The control is the same service on the same database without that
// file: it has to be seen signing a second history of the same length.
import { generatePartyKeys, canonicalJson, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import { stillBus } from '@gatehouse/event-bus/still-bus';
import { migrate, openPool } from '@gatehouse/event-store';
import type { Row } from '@gatehouse/bench/frame';
import { databaseOf, statement } from '@gatehouse/bench/stack';
import { startPostgres } from '@gatehouse/local-stack';
import { createOversight, database, type OversightConfig, type OversightService } from '@gatehouse/oversight';
import { processLogger } from '@gatehouse/service-kit';
import { systemClock } from '@gatehouse/service-kit/clock';
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { promiseRow } from './promise.ts';

const BEFORE = 100;
const SINCE = 50;
const SOURCE = 'police-liaison';

export const proveNoFork = async (folder: string): Promise<Row> => {
  await mkdir(folder, { recursive: true });
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  const config = await oversightConfig();
  const at = (name: string, file: string): OversightConfig => ({
    ...config,
    databaseUrl: databaseOf(server.adminUrl, name),
    highestCheckpointFile: join(folder, file),
  });
  const copy = (to: string) => statement(server.adminUrl, `create database ${to} template kept`);
  try {
    await statement(server.adminUrl, 'create database kept');
    await migrated(databaseOf(server.adminUrl, 'kept'));
    await grown(at('kept', 'highest'), 0, BEFORE);
    await copy('older');
    await copy('unguarded');
    const published = await grown(at('kept', 'highest'), BEFORE, SINCE);
    const guarded = await grown(at('older', 'highest'), BEFORE, SINCE);
    const unguarded = await grown(at('unguarded', 'no-file'), BEFORE, SINCE);
    const isFork = unguarded.size === published.size && unguarded.root !== published.root;
    return promiseRow({
      id: 'R10.fork',
      what: `entries signed beside a published log of ${published.size}, by one that was set back to ${BEFORE}`,
      violations: guarded.size - BEFORE,
      whole: true,
      conditions: null,
      control: {
        what: 'without the file outside the database a second log of the same length was signed, with another root',
        noticed: isFork,
      },
    });
  } finally {
    await server.stop();
  }
};

const migrated = async (url: string): Promise<void> => {
  const pool = openPool(url, { applicationName: 'prove', max: 1 });
  await migrate(pool, database.migrations).finally(() => pool.end());
};

/** Opens the service, has it keep and integrate other records than anybody else did, and gives the highest checkpoint it signed. */
const grown = async (config: OversightConfig, from: number, count: number): Promise<{ size: number; root: string }> => {
  const service = await createOversight(config);
  try {
    for (let n = 1; n <= count; n += 1) await service.keeper.keep(shipped(from + n));
    await stepped(service);
    return await signed(config.databaseUrl);
  } finally {
    await service.app.close();
    await service.stop();
  }
};

const stepped = async ({ signing }: OversightService): Promise<void> => {
  const refusal = await signing.step().then(
    () => null,
    (fault: Error & { code?: string }) => fault,
  );
  if (refusal && refusal.code !== 'log-behind-signed') throw refusal;
};

const signed = async (url: string): Promise<{ size: number; root: string }> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client
    .query<{ size: string; root: string }>(
      `select size, encode(root, 'hex') as root from oversight.checkpoint order by size desc limit 1`,
    )
    .finally(() => client.end());
  return { size: Number(rows[0]?.size), root: rows[0]?.root ?? '' };
};

const oversightConfig = async (): Promise<Omit<OversightConfig, 'databaseUrl' | 'highestCheckpointFile'>> => {
  const keys: PartyKeys = await generatePartyKeys('kz-human-rights-commission');
  return {
    service: 'oversight',
    namespace: 'prove',
    bus: stillBus,
    clock: systemClock,
    newId: randomUUID,
    keys,
    identity: { verify: () => Promise.reject(new Error('nobody asks')) },
    duties: {
      open: async () => ({
        decide: () => ({ permitted: false, reason: 'NO_DUTY' }),
        bundleVersion: () => 1,
        start: async () => undefined,
        stop: async () => undefined,
      }),
    },
    auditSubjectKey: randomBytes(32).toString('base64url'),
    sources: [{ source: SOURCE, party: 'kz-police' }],
    parties: [publicKeys(keys)],
    logSigningKey: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
    origin: 'gatehouse.example/log',
    logger: processLogger({ level: 'silent' }),
  };
};

/** An audit record of an invented act, as its source ships it. */
const shipped = (number: number) => ({
  source: SOURCE,
  number,
  salt: randomBytes(32).toString('base64url'),
  record: canonicalJson({
    recordId: randomUUID(),
    source: SOURCE,
    at: '2026-03-02T09:00:00.000Z',
    event: 'read',
    operation: 'consultation',
    actor: { agency: 'kz-police', person: 'po-aidos', unit: 'almaty-ct-desk', roles: ['police-liaison'] },
    subjects: [],
    item: { id: 'alert-1', product: 'prison-intelligence.intelligence-alert.v1' },
    action: 'open',
    fields: [],
    purpose: 'INVESTIGATE',
    caseRef: null,
    agreements: ['kz-prisons-police@1'],
    decision: null,
    emergency: false,
    correlationId: '0'.repeat(32),
  }),
});
