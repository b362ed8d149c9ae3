// Every service in one process behind one port: the composition root. Agencies run each service alone with the same
// start code; nothing below knows which of the two it is.
import { loadProducts, type InstrumentSource } from '@gatehouse/contracts';
import { publicKeys } from '@gatehouse/crypto';
import { tokenVerifier, type TokenVerifier } from '@gatehouse/identity';
import { developmentProvider } from '@gatehouse/identity/development-provider';
import { encodeVerifierKey, noteSigner } from '@gatehouse/merkle-log';
import { createOversight, dutiesFromBundles } from '@gatehouse/oversight';
import { createPoliceLiaison } from '@gatehouse/police-liaison';
import type { Bundle } from '@gatehouse/policy';
import { createPrisonIntelligence } from '@gatehouse/prison-intelligence';
import { freePort } from '@gatehouse/local-stack';
import { listen, undeclaredRoutes } from '@gatehouse/service-kit';
import type { Clock } from '@gatehouse/service-kit/clock';
import type { Agency } from '@gatehouse/sharing';
import { createPrivateKey, randomUUID, type JsonWebKey } from 'node:crypto';
import type { Logger } from 'pino';
import { BundlePublisher } from './bundle-publisher.ts';
import { lanesOf, openBuses } from './buses.ts';
import { databaseName, ensureDatabase } from './databases.ts';
import type { BusAccess } from './infrastructure.ts';
import { compileAll } from './instruments.ts';
import { openKeys, type Keys } from './keys.ts';
import { PARTY_OF, SERVICES, type ServiceName } from './parties.ts';
import { PERSONAS } from './personas.ts';

const AUDIENCE = 'gatehouse';
export const LOG_ORIGIN = 'gatehouse.example/log';

export interface GatehouseConfig {
  namespace: string;
  adminUrl: string;
  bus: BusAccess;
  keysFolder: string;
  /** 0 for any free one */
  port: number;
  clock: Clock;
  logger: Logger;
  instruments: InstrumentSource[];
  /** state and history of instruments, as the bundle says them; in force unless said */
  states?: Record<string, Partial<Bundle['instruments'][number]>>;
  /** another identity provider than the embedded one */
  identity?: { issuer: string; jwksUri?: string };
  say?: (line: string) => void;
}

export interface Gatehouse {
  url: string;
  issuer: string;
  keys: Keys;
  /** the log's verifier key: pin it */
  logKey: string;
  agencies: Record<'prison-intelligence' | 'police-liaison', Agency>;
  publisher: BundlePublisher;
  /** routes that declare no access; a law check expects none */
  undeclaredRoutes: string[];
  stop(): Promise<void>;
}

export const startGatehouse = async (config: GatehouseConfig): Promise<Gatehouse> => {
  const { namespace, clock, logger, adminUrl } = config;
  const say = config.say ?? (() => undefined);
  const products = loadProducts();
  const instruments = compileAll(config.instruments, products);
  const keys = await openKeys(config.keysFolder, namespace);
  say('creating databases, topics and rights');
  const buses = await openBuses(config.bus, lanesOf(namespace, instruments), {
    namespace,
    adminUrl,
    logger,
    busPassword: keys.databasePasswords[databaseName(namespace, 'bus')] ?? '',
  });
  const port = config.port === 0 ? await freePort() : config.port;
  const issuer = config.identity?.issuer ?? `http://127.0.0.1:${port}/identity`;
  const identity = tokenVerifier({
    issuer,
    audience: AUDIENCE,
    clock,
    ...(config.identity?.jwksUri ? { jwksUri: config.identity.jwksUri } : {}),
  });
  const of = (service: ServiceName) => serviceConfig(config, keys, service, identity);

  say('starting the services');
  const [prison, police, oversight] = await Promise.all([
    of('prison-intelligence').then((known) =>
      createPrisonIntelligence({
        ...known,
        auditSubjectKey: keys.auditSubjects,
        bus: buses.of('prison-intelligence'),
        products,
      }),
    ),
    of('police-liaison').then((known) =>
      createPoliceLiaison({ ...known, auditSubjectKey: keys.auditSubjects, bus: buses.of('police-liaison'), products }),
    ),
    of('oversight').then((known) => {
      const duties = dutiesFromBundles({ ...known, products });
      const sources = SERVICES.map((source) => ({ source, party: PARTY_OF[source] }));
      const log = { origin: LOG_ORIGIN, logSigningKey: keys.log.signing as JsonWebKey };
      return createOversight({
        ...known,
        auditSubjectKey: keys.auditSubjects,
        ...log,
        duties,
        sources,
        parties: keys.public,
        bus: buses.of('oversight'),
      });
    }),
  ]);
  const services = [prison, police, oversight];
  const provider = config.identity ? [] : [identityProvider(issuer, keys)];
  const open = await listen(
    services.map(({ app }) => app),
    provider,
    port,
  );
  const publisher = new BundlePublisher({
    bus: buses.of('policy'),
    namespace,
    clock,
    keys: keys.policy,
    instruments,
    parties: keys.public,
    ...(config.states ? { states: config.states } : {}),
  });
  const stop = async (): Promise<void> => {
    await publisher.worker.stop();
    await open.close();
    await Promise.all(services.map((service) => service.stop()));
    await buses.close();
    logger.flush();
  };
  try {
    await Promise.all([publisher.publish(), ...services.map((service) => service.start())]);
    publisher.worker.start();
    await untilReady(open.origin);
  } catch (fault) {
    await stop();
    throw fault;
  }
  return {
    url: open.origin,
    issuer,
    keys,
    logKey: verifierKey(keys),
    agencies: { 'prison-intelligence': prison.agency, 'police-liaison': police.agency },
    publisher,
    undeclaredRoutes: services.flatMap(({ app }) => undeclaredRoutes(app)),
    stop,
  };
};

/** @throws Error naming the parts that are not ready in time */
const untilReady = async (origin: string, withinMs = 60_000): Promise<void> => {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await fetch(`${origin}/health/ready`);
    if (answer.status === 200) return;
    if (performance.now() > end) throw new Error(`not ready after ${withinMs / 1000} s: ${await answer.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** What every service is given, each with its own database, party and keys. */
const serviceConfig = async (config: GatehouseConfig, keys: Keys, service: ServiceName, identity: TokenVerifier) => {
  const database = databaseName(config.namespace, service);
  return {
    service,
    party: PARTY_OF[service],
    namespace: config.namespace,
    databaseUrl: await ensureDatabase(config.adminUrl, database, keys.databasePasswords[database] ?? ''),
    clock: config.clock,
    newId: randomUUID,
    keys: keys.ofService[service],
    bundleKey: publicKeys(keys.policy).signing,
    auditKeeper: PARTY_OF.oversight,
    identity,
    logger: config.logger,
  };
};

const identityProvider = (issuer: string, keys: Keys) => {
  const personas = PERSONAS.map((persona) => ({ ...persona, secret: keys.personaSecrets[persona.name] ?? '' }));
  return {
    prefix: 'identity',
    handler: developmentProvider({ issuer, personas, keys: [keys.identity], audience: AUDIENCE }).callback,
  };
};

const verifierKey = ({ log }: Keys): string =>
  encodeVerifierKey(noteSigner(LOG_ORIGIN, createPrivateKey({ key: log.signing as JsonWebKey, format: 'jwk' })));
