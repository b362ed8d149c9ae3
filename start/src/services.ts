// The services, each opened from what it is given and nothing else: the same way in a process of its own and beside others. A service's
// program is loaded when it is opened: a process that is back after a kill does not first read what the others are made of.
import type { ProductCatalogue } from '@gatehouse/agreements';
import type { PartyKeys } from '@gatehouse/crypto';
import type { NoticeSettings } from '@gatehouse/escalation';
import type { Bus } from '@gatehouse/event-bus';
import type { KeyStoreAt } from '@gatehouse/event-store';
import type { BundleIssuer, Samples } from '@gatehouse/policy-registry';
import type { BundleInstrument, BundleKeeperOptions } from '@gatehouse/policy';
import type { ProcessMetrics, TokenVerifier } from '@gatehouse/service-kit';
import type { Clock } from '@gatehouse/service-kit/clock';
import type { Agency } from '@gatehouse/sharing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID, type JsonWebKey } from 'node:crypto';
import type { Logger } from 'pino';
import {
  DUTY_UNIT_OF,
  LIAISON_OF,
  PARTY_OF,
  POLICY_PARTY,
  SERVICES,
  UNIT_OF_POST,
  type ServiceName,
} from './parties.ts';
import { bundleKey, keysOfParties, keysOfServices, type PublishedKeys } from './published-keys.ts';

export const LOG_ORIGIN = 'gatehouse.example/log';

/** What one service is given: its own database, login and keys; of everybody else what is public. */
export interface Deployment {
  namespace: string;
  databaseUrl: string;
  bus: Bus;
  keys: PartyKeys;
  published: readonly PublishedKeys[];
  /** the keys that parties sign instruments with */
  signers: BundleKeeperOptions['signers'];
  /** HMAC key under which audit records name people; null for a service that is not given it */
  auditSubjects: string | null;
  /** signs the log's checkpoints; null for a service that is not given it */
  logKey: JsonWebKey | null;
  /** where the log's highest published checkpoint is kept, outside the database; null for a service that is not given it */
  highestCheckpointFile: string | null;
  /** where the keys of the service's items are kept, and what wraps them; null for a service that keeps none */
  itemKeys: KeyStoreAt | null;
  /** how people on duty are told; without it every call is an alarm */
  notices?: NoticeSettings;
  /** whose rota is asked where an item names no unit; by default the sample's */
  dutyUnit?: string;
  /** units of the own people's posts, where they are others than the sample's */
  unitOfPost?: Readonly<Record<string, string>>;
  /** instruments that a development start brings into force; none elsewhere */
  samples?: () => Promise<Samples>;
  /** for tests: how instruments stand in the bundle instead */
  states?: Record<string, Partial<BundleInstrument>>;
  identity: TokenVerifier;
  /** of the process */
  metrics: ProcessMetrics;
  products: ProductCatalogue;
  clock: Clock;
  logger: Logger;
}

export interface OpenService {
  app: NestFastifyApplication;
  /** of a service that shares */
  agency?: Agency;
  /** of the service that issues bundles */
  issuer?: BundleIssuer;
  /** sets the workers going, once the port is open */
  start(): Promise<void>;
  /** after the application was closed */
  stop(): Promise<void>;
}

/** Opens a service: its database brought up to date, its application ready to listen, nothing moving yet. */
export const openService = (service: ServiceName, deployment: Deployment): Promise<OpenService> =>
  OPENINGS[service](deployment);

const known = (service: ServiceName, { published, ...given }: Deployment) => ({
  service,
  party: PARTY_OF[service],
  namespace: given.namespace,
  databaseUrl: given.databaseUrl,
  bus: given.bus,
  keys: given.keys,
  bundleKey: bundleKey(published),
  signers: given.signers,
  auditKeeper: PARTY_OF.oversight,
  identity: given.identity,
  metrics: given.metrics,
  products: given.products,
  clock: given.clock,
  newId: randomUUID,
  logger: given.logger,
  ...(given.itemKeys ? { itemKeys: given.itemKeys } : {}),
});

/** What a service whose people are called is given beside. */
const onDuty = (service: keyof typeof DUTY_UNIT_OF, { auditSubjects, dutyUnit, notices }: Deployment) => ({
  auditSubjectKey: auditSubjects,
  instrumentKeeper: POLICY_PARTY,
  dutyUnit: dutyUnit ?? DUTY_UNIT_OF[service],
  ...(notices ? { notices } : {}),
});

const openOversight = async (service: ServiceName, given: Deployment): Promise<OpenService> => {
  const { published, auditSubjects, logKey, highestCheckpointFile } = given;
  if (auditSubjects === null || logKey === null || highestCheckpointFile === null)
    throw new Error(`${service} needs the audit-subjects and log keys, and a place for its highest checkpoint`);
  const { createOversight, dutiesFromBundles } = await import('@gatehouse/oversight');
  const config = known(service, given);
  return createOversight({
    ...config,
    auditSubjectKey: auditSubjects,
    origin: LOG_ORIGIN,
    logSigningKey: logKey,
    highestCheckpointFile,
    duties: dutiesFromBundles(config),
    sources: SERVICES.map((source) => ({ source, party: PARTY_OF[source] })),
    parties: keysOfServices(published),
  });
};

const openSourceRegistry = async (service: ServiceName, given: Deployment): Promise<OpenService> => {
  const { itemKeys } = given;
  if (itemKeys === null) throw new Error(`${service} needs a key store and the source-vault key`);
  const { createSourceRegistry } = await import('@gatehouse/source-registry');
  return createSourceRegistry({ ...known(service, given), itemKeys });
};

// On the first start the samples come first: when the service begins to publish, its first bundle holds them. Later everybody waits for it to be
// back, and they are looked at once it is.
const openPolicy = async (given: Deployment): Promise<OpenService> => {
  const { createPolicy, bringSamplesIntoForce } = await import('@gatehouse/policy-registry');
  const { published, samples, states, logger } = given;
  const [parties, liaisons] = [keysOfParties(published), Object.keys(LIAISON_OF)];
  const followers = new Map(published.map(({ service: follower, ...keys }) => [follower, keys]));
  const named = { parties, liaisons, followers };
  const service = await createPolicy({ ...known('policy', given), ...named, ...(states ? { states } : {}) });
  const say = (instrument: string, why: string): void =>
    logger.warn({ instrument, why }, 'a sample instrument did not come into force');
  const bring = async (): Promise<void> => samples && bringSamplesIntoForce(service.registry, await samples(), say);
  const start = async (): Promise<void> => {
    const first = service.agency.keeper.current() === null;
    if (first) await bring();
    await service.start();
    if (!first) await bring();
  };
  const { app, issuer, stop } = service;
  return { app, issuer, start, stop };
};

type Opening = (given: Deployment) => Promise<OpenService>;

const OPENINGS: Record<ServiceName, Opening> = {
  'prison-intelligence': async (given) =>
    (await import('@gatehouse/prison-intelligence')).createPrisonIntelligence({
      ...known('prison-intelligence', given),
      ...onDuty('prison-intelligence', given),
      unitOfPost: given.unitOfPost ?? UNIT_OF_POST,
    }),
  'police-liaison': async (given) =>
    (await import('@gatehouse/police-liaison')).createPoliceLiaison({
      ...known('police-liaison', given),
      ...onDuty('police-liaison', given),
      unitOfPost: given.unitOfPost ?? UNIT_OF_POST,
    }),
  oversight: (given) => openOversight('oversight', given),
  'source-registry': (given) => openSourceRegistry('source-registry', given),
  policy: openPolicy,
};
