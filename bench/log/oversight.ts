// The keeper of the log as agencies run it: nothing is left out but who may ask.
import { publicKeys, type PartyKeys } from '@gatehouse/crypto';
import type { Bus } from '@gatehouse/event-bus';
import { migrate } from '@gatehouse/event-store';
import { encodeVerifierKey, noteSigner } from '@gatehouse/merkle-log';
import { createOversight, database as oversightDatabase, type OversightService } from '@gatehouse/oversight';
import { listen, processLogger } from '@gatehouse/service-kit';
import { createPrivateKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../stores/postgres.ts';

export const SOURCE = 'prison-intelligence';
export const [KEEPER, PARTY, NAMESPACE] = ['kz-human-rights-commission', 'kz-prison-service', 'bench'];
const ORIGIN = 'bench/log';
const COMMISSIONER = {
  person: 'hr-saule',
  agency: KEEPER,
  unit: 'inquiries',
  roles: ['commissioner'],
  clientId: 'bench',
};

/** As many as it takes for each to stay below what one person may ask a second. */
const PEOPLE = 1_000;

export interface OpenLog {
  service: OversightService;
  /** the record's answer with its proof, as a commissioner gets it */
  ask: (number: number) => Promise<{ checkpoint: string; record: Answered }>;
  vkey: string;
  close: () => Promise<void>;
}

export interface Answered {
  record: object;
  salt: string;
  integrated: boolean;
  logIndex: number;
  proof: string[];
}

const EVERYTHING: Parameters<typeof createOversight>[0]['duties'] = {
  open: async () => ({
    decide: () => ({ permitted: true, reason: 'OVERSIGHT_MANDATE' }),
    bundleVersion: () => 1,
    start: async () => undefined,
    stop: async () => undefined,
  }),
};

/** Opens the service behind a port; its workers stand still until they are started. */
export const openLog = async (
  { pool, url }: Database,
  bus: Bus,
  keeper: PartyKeys,
  party: PartyKeys,
): Promise<OpenLog> => {
  const logSigningKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-log-'));
  let asked = 0;
  await migrate(pool, oversightDatabase.migrations);
  const service = await createOversight({
    service: 'oversight',
    namespace: NAMESPACE,
    databaseUrl: url,
    bus,
    clock: { now: () => new Date() },
    newId: randomUUID,
    keys: keeper,
    identity: { verify: async () => ({ ...COMMISSIONER, person: `hr-${(asked += 1) % PEOPLE}` }) },
    duties: EVERYTHING,
    auditSubjectKey: randomBytes(32).toString('base64url'),
    sources: [
      { source: SOURCE, party: PARTY },
      { source: 'oversight', party: KEEPER },
    ],
    parties: [publicKeys(keeper), publicKeys(party)],
    logSigningKey,
    origin: ORIGIN,
    highestCheckpointFile: join(folder, 'highest-checkpoint'),
    logger: processLogger({ destination: { write: () => undefined } }),
  });
  const { origin, close } = await listen([service.app], [], 0);
  return {
    service,
    ask: async (number) => {
      const headers = { authorization: 'Bearer token', 'gatehouse-purpose': 'OVERSIGHT' };
      const answer = await fetch(`${origin}/oversight/v1/records/${SOURCE}/${number}`, { headers });
      return (await answer.json()) as Awaited<ReturnType<OpenLog['ask']>>;
    },
    vkey: encodeVerifierKey(noteSigner(ORIGIN, createPrivateKey({ key: logSigningKey, format: 'jwk' }))),
    close: async () => {
      await close();
      await service.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
