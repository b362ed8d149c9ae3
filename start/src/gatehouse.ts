// Every service in one process behind one port: the same services that agencies run one by one, opened by the same code.
import { loadProducts, type InstrumentSource } from '@gatehouse/contracts';
import type { NoticeSettings } from '@gatehouse/escalation';
import type { KeyStoreAt } from '@gatehouse/event-store';
import { tokenVerifier } from '@gatehouse/identity';
import { freePort } from '@gatehouse/local-stack';
import { encodeVerifierKey, noteSigner } from '@gatehouse/merkle-log';
import type { Bundle, BundleKeeperOptions } from '@gatehouse/policy';
import { ProcessMetrics, undeclaredRoutes, type Edge } from '@gatehouse/service-kit';
import type { Clock } from '@gatehouse/service-kit/clock';
import type { Agency } from '@gatehouse/sharing';
import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { BundleIssuer } from '@gatehouse/policy-registry';
import { openBus } from './buses.ts';
import { identityProvider, issuerAt } from './identity-provider.ts';
import type { BusAccess } from './infrastructure.ts';
import { compileAll, samplesOf } from './instruments.ts';
import { openKeys, type Keys } from './keys.ts';
import { AUDIENCE, EXTRA_SECRETS, SERVICES, type ServiceName } from './parties.ts';
import { KEY_STORE_FILE } from './process/item-keys-in.ts';
import { provision } from './provision.ts';
import { bundleKey, knownSigners, publishedKeys } from './published-keys.ts';
import { keepLanes } from './reconciling/keep-lanes.ts';
import { serve } from './serve.ts';
import { LOG_ORIGIN, openService, type OpenService } from './services.ts';

export interface GatehouseConfig {
  namespace: string;
  adminUrl: string;
  bus: BusAccess;
  keysFolder: string;
  /** where the log's highest published checkpoint is kept; beside the keys unless said */
  highestCheckpointFile?: string;
  /** where the keys of the services' items are kept, a folder a service; beside the keys unless said */
  itemKeysFolder?: string;
  /** 0 for any free one */
  port: number;
  clock: Clock;
  logger: Logger;
  instruments: InstrumentSource[];
  /** ids of instruments that have lanes and that nobody has drafted; the others are brought into force at the first start */
  undrafted?: readonly string[];
  /** for tests: how instruments stand in the bundle, instead of as their life says */
  states?: Record<string, Partial<Bundle['instruments'][number]>>;
  /** for tests that make bundles of their own: the registry's word, instead of the keys of the instruments' parties */
  signers?: BundleKeeperOptions['signers'];
  /** another identity provider than the embedded one */
  identity?: { issuer: string; jwksUri?: string };
  /** how people are told that an item waits; without it every call is an alarm */
  notices?: NoticeSettings;
  /** how the port is to be held; as for this machine alone unless said */
  edge?: Edge;
  say?: (line: string) => void;
}

export interface Gatehouse {
  url: string;
  issuer: string;
  keys: Keys;
  /** the log's verifier key: pin it */
  logKey: string;
  agencies: Record<'prison-intelligence' | 'police-liaison' | 'source-registry', Agency>;
  publisher: BundleIssuer;
  /** routes that declare no access; a law check expects none */
  undeclaredRoutes: string[];
  stop(): Promise<void>;
}

export const startGatehouse = async (config: GatehouseConfig): Promise<Gatehouse> => {
  const { namespace, clock, logger, adminUrl, bus: access } = config;
  const say = config.say ?? (() => undefined);
  const products = loadProducts();
  const instruments = compileAll(config.instruments, products);
  const keys = await openKeys(config.keysFolder, namespace);
  say('creating databases, topics and rights');
  const { databases, bus: administered } = await provision({ namespace, adminUrl, bus: access, keys, instruments });
  const busOf = (principal: string) => openBus(access, principal, logger, administered.postgres);
  const port = config.port === 0 ? await freePort() : config.port;
  const issuer = config.identity?.issuer ?? issuerAt(`http://127.0.0.1:${port}`);
  const identity = tokenVerifier({ audience: AUDIENCE, clock, issuer, ...config.identity });
  const published = publishedKeys(keys);
  const ofProcess = { identity, products, clock, logger, metrics: new ProcessMetrics() };

  const highest = config.highestCheckpointFile ?? join(config.keysFolder, 'highest-checkpoint');
  const itemKeysFolder = config.itemKeysFolder ?? join(config.keysFolder, 'item-keys');

  const samples = () => samplesOf(config.instruments, keys, config.undrafted);
  const parties = instruments.flatMap((instrument) => instrument.parties.map(({ id }) => id));
  const signers = config.signers ?? knownSigners(await keys.signers(parties));
  say('starting the services');
  const opened = await Promise.all(
    SERVICES.map(async (service) => {
      const bus = busOf(service);
      const own = {
        databaseUrl: databases[service].applicationUrl,
        bus,
        keys: keys.ofService[service],
        ...extra(keys, service, highest),
        itemKeys: itemKeysOf(keys, service, itemKeysFolder),
        ...(service === 'policy' ? { samples, ...(config.states ? { states: config.states } : {}) } : {}),
      };
      const notices = config.notices ? { notices: config.notices } : {};
      const open = await openService(service, { ...own, ...notices, namespace, published, signers, ...ofProcess });
      return [service, { ...open, stop: () => open.stop().then(() => bus.close()) }] as const;
    }),
  );
  const services = Object.fromEntries(opened) as unknown as Record<ServiceName, OpenService>;
  // This start administers the bus too: topics and rights follow the bundle from here on.
  const lanes = keepLanes({
    namespace,
    clock,
    logger,
    metrics: ofProcess.metrics,
    administration: administered.administration,
    registryUrl: databases.policy.applicationUrl,
    bundleKey: bundleKey(published),
  });
  const serving = await serve({
    services: Object.values(services),
    beside: [lanes],
    extra: config.identity ? [] : [identityProvider(issuer, keys.identity, keys.personaSecrets)],
    port,
    ...(config.edge ? { edge: config.edge } : {}),
  }).catch((fault: unknown) => lanes.stop().then(() => Promise.reject(fault)));
  const stop = async (): Promise<void> => {
    await serving.stop();
    logger.flush();
  };
  try {
    await untilReady(serving.origin);
  } catch (fault) {
    await stop();
    throw fault;
  }
  return {
    url: serving.origin,
    issuer,
    keys,
    logKey: verifierKey(keys),
    agencies: Object.fromEntries(
      opened.flatMap(([name, { agency }]) => (agency ? [[name, agency]] : [])),
    ) as Gatehouse['agencies'],
    publisher: services.policy.issuer!,
    undeclaredRoutes: Object.values(services).flatMap(({ app }) => undeclaredRoutes(app)),
    stop,
  };
};

/** What a service is given beside its own keys. */
const extra = (keys: Keys, service: ServiceName, highestCheckpointFile: string) => ({
  auditSubjects: EXTRA_SECRETS[service].includes('audit-subjects') ? keys.auditSubjects : null,
  logKey: EXTRA_SECRETS[service].includes('log') ? (keys.log.signing as JsonWebKey) : null,
  highestCheckpointFile: EXTRA_SECRETS[service].includes('log') ? highestCheckpointFile : null,
});

const itemKeysOf = ({ ofItems }: Keys, service: ServiceName, folder: string): KeyStoreAt | null => {
  const agencyKey = ofItems[service];
  return agencyKey === undefined ? null : { file: join(folder, service, KEY_STORE_FILE), agencyKey };
};

/** @throws Error naming the parts that are not ready in time */
const untilReady = async (origin: string, withinMs = 60_000): Promise<void> => {
  const end = performance.now() + withinMs;
  for (;;) {
    // On a busy machine the port may let an idle connection go in the instant it is used again.
    const answer = await fetch(`${origin}/health/ready`).catch(() => null);
    if (answer?.status === 200) return;
    if (performance.now() > end) throw new Error(`not ready after ${withinMs / 1000} s: ${await answer?.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** What verifies the log's checkpoints: to be pinned by whoever checks it. */
export const verifierKey = ({ log }: Keys): string =>
  encodeVerifierKey(noteSigner(LOG_ORIGIN, createPrivateKey({ key: log.signing as JsonWebKey, format: 'jwk' })));
