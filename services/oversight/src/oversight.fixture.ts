// A whole oversight service on a database of its own, its records kept and integrated by the code that runs in
// production; the workers stand still, so a spec says when something happens.
import { createPrivateKey, generateKeyPairSync, randomBytes, randomUUID, type JsonWebKey } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditRecord } from '@gatehouse/audit-trail';
import { canonicalJson, generatePartyKeys, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import { stillBus } from '@gatehouse/event-bus/still-bus';
import { encodeVerifierKey, noteSigner } from '@gatehouse/merkle-log';
import { listen, processLogger, type Caller } from '@gatehouse/service-kit';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { migrate } from '@gatehouse/event-store';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { createOversight, type OversightConfig, type OversightService } from './create-oversight.ts';
import { database as oversightDatabase } from './database.ts';
import type { ProvenRecord } from './records/kept-record.ts';

export const ORIGIN = 'gatehouse.example/log';
export const COMMISSIONER: Caller = {
  person: 'hr-saule',
  agency: 'kz-human-rights-commission',
  unit: 'inquiries',
  roles: ['commissioner'],
  clientId: 'commissioner',
};

/** An audit record of an invented act by `source`. */
export const auditRecord = (source: string, changes: Partial<AuditRecord> = {}): AuditRecord => ({
  recordId: randomUUID(),
  source,
  at: '2026-03-02T09:00:00.000Z',
  event: 'read',
  operation: 'consultation',
  actor: { agency: 'kz-police', person: 'po-aidos', unit: 'almaty-ct-desk', roles: ['police-liaison'] },
  subjects: [],
  item: { id: 'alert-1', product: 'prison-intelligence.intelligence-alert.v1' },
  action: 'open',
  fields: ['subjects[].name'],
  purpose: 'INVESTIGATE',
  caseRef: 'KZ-2026-17',
  agreements: ['kz-prisons-police@1'],
  decision: null,
  emergency: false,
  correlationId: '0'.repeat(32),
  ...changes,
});

/** A record as a source ships it. */
export const shipped = (number: number, audited: AuditRecord) => ({
  source: audited.source,
  number,
  record: canonicalJson(audited),
  salt: randomBytes(32).toString('base64url'),
});

export interface TestOversight {
  service: OversightService;
  database: FreshDatabase;
  config: OversightConfig;
  keys: { commission: PartyKeys; police: PartyKeys };
  alarms: string[];
  /** where the log is served */
  logUrl: string;
  /** under `/oversight/v1` */
  url: string;
  vkey: string;
  /** Keeps and integrates `count` more records of a source about nobody. */
  grow(count: number, source?: string): Promise<void>;
  /** One record as the commissioner is answered. */
  record(source: string, number: number): Promise<{ record: ProvenRecord; checkpoint: string }>;
  close(): Promise<void>;
}

export interface TestOptions {
  /** whether the commissioner has the duty that is asked about */
  permitted?: () => boolean;
  /** a key of its own unless given */
  logSigningKey?: JsonWebKey;
  /** instead of parts that stand still */
  config?: Partial<OversightConfig>;
}

/** Opens the service behind a port of its own. Whoever calls is the commissioner. */
export const openTestOversight = async ({
  permitted = () => true,
  logSigningKey = freshKey(),
  config: other = {},
}: TestOptions = {}): Promise<TestOversight> => {
  const database = await freshDatabase('oversight');
  const [commission, police] = await Promise.all([
    generatePartyKeys('kz-human-rights-commission'),
    generatePartyKeys('kz-police'),
  ]);
  const alarms: string[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-log-'));
  const logger = processLogger({ destination: { write: (line) => noteAlarm(line, alarms) } });
  const config: OversightConfig = {
    service: 'oversight',
    namespace: 'test',
    databaseUrl: database.url,
    bus: stillBus,
    clock: new HeldClock('2026-03-02T10:00:00Z'),
    newId: randomUUID,
    keys: commission,
    identity: { verify: async () => COMMISSIONER },
    duties: {
      open: async () => ({
        decide: () => ({ permitted: permitted(), reason: permitted() ? 'OVERSIGHT_MANDATE' : 'NO_DUTY' }),
        bundleVersion: () => 1,
        start: async () => undefined,
        stop: async () => undefined,
      }),
    },
    auditSubjectKey: randomBytes(32).toString('base64url'),
    sources: [
      { source: 'police-liaison', party: 'kz-police' },
      { source: 'oversight', party: 'kz-human-rights-commission' },
    ],
    parties: [publicKeys(police), publicKeys(commission)],
    logSigningKey,
    origin: ORIGIN,
    highestCheckpointFile: join(folder, 'highest-checkpoint'),
    logger,
    ...other,
  };
  await migrate(database.pool, oversightDatabase.migrations);
  const service = await createOversight(config);
  const { origin, close } = await listen([service.app], [], 0);
  const url = `${origin}/oversight/v1`;
  const numbers = new Map<string, number>();
  const grow = async (count: number, source = 'police-liaison'): Promise<void> => {
    const kept = numbers.get(source) ?? 0;
    numbers.set(source, kept + count);
    await Promise.all(
      Array.from({ length: count }, (_, i) => service.keeper.keep(shipped(kept + i + 1, auditRecord(source)))),
    );
    await service.integrator.runOnce();
  };
  const record = async (source: string, number: number) => {
    const headers = { authorization: 'Bearer token', 'gatehouse-purpose': 'OVERSIGHT' };
    return (await fetch(`${url}/records/${source}/${number}`, { headers })).json() as ReturnType<
      TestOversight['record']
    >;
  };
  return {
    service,
    database,
    config,
    keys: { commission, police },
    alarms,
    url,
    logUrl: `${url}/log`,
    vkey: encodeVerifierKey(noteSigner(ORIGIN, createPrivateKey({ key: logSigningKey, format: 'jwk' }))),
    grow,
    record,
    close: async () => {
      await close();
      await service.stop();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
};

const freshKey = (): JsonWebKey => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });

const noteAlarm = (line: string, alarms: string[]): void => {
  const { alarm } = JSON.parse(line) as { alarm?: string };
  if (alarm) alarms.push(alarm);
};
