// One process of a deployment, opened from its settings: a service, or the identity provider.
import { readPartyKeys, readSecretFile } from '@gatehouse/crypto';
import { loadProducts } from '@gatehouse/contracts';
import { kafkaAdministration } from '@gatehouse/event-bus';
import { tokenVerifier } from '@gatehouse/identity';
import { ProcessMetrics } from '@gatehouse/service-kit';
import { systemClock } from '@gatehouse/service-kit/clock';
import type { KnownSigners } from '@gatehouse/policy';
import type { Samples } from '@gatehouse/policy-registry';
import type { JWK } from 'jose';
import type { JsonWebKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { openKafka } from '../buses.ts';
import { allInstruments, samplesOf } from '../instruments.ts';
import { noticesFrom } from '../notices.ts';
import { AUDIENCE, LANE_KEEPER, PARTY_OF, type ProcessName, type ServiceName } from '../parties.ts';
import { bundleKey, type PublishedKeys } from '../published-keys.ts';
import type { ToServe } from '../serve.ts';
import { openService, type OpenService } from '../services.ts';
import { itemKeysIn } from './item-keys-in.ts';
import { isService, SAMPLE_SIGNERS_FILE, type Settings } from './settings.ts';

export type Opened = Omit<ToServe, 'port' | 'host'>;

/** Opens a process; nothing moves and nothing listens yet. */
export const openProcess = async (name: ProcessName, settings: Settings, logger: Logger): Promise<Opened> => {
  if (isService(name)) return { services: [await openServiceAlone(name, settings, logger)] };
  if (name === LANE_KEEPER) return { services: [], beside: [await openLaneKeeper(settings, logger)] };
  const key = JSON.parse(await secret(settings.file('IDENTITY_KEY_FILE'))) as JWK;
  const secrets = JSON.parse(await secret(settings.file('PERSONAS_FILE'))) as Record<string, string>;
  const { identityProvider } = await import('../identity-provider.ts');
  return { services: [], extra: [identityProvider(settings.text('OIDC_ISSUER'), key, secrets)] };
};

/** Keeps the lanes with a login at the broker, and one at the registry, that are for nothing else. */
const openLaneKeeper = async (settings: Settings, logger: Logger) => {
  const { keepLanes } = await import('../reconciling/keep-lanes.ts');
  const [brokers, password] = [settings.text('KAFKA_BROKERS').split(','), settings.text('KAFKA_PASSWORD')];
  return keepLanes({
    namespace: settings.namespace,
    administration: kafkaAdministration({ brokers, username: LANE_KEEPER, password }),
    registryUrl: settings.text('DATABASE_URL'),
    bundleKey: bundleKey(await published(settings)),
    clock: systemClock,
    metrics: new ProcessMetrics(),
    logger,
  });
};

/** Opens a service on its own database, as its own role and principal. */
export const openServiceAlone = async (
  service: ServiceName,
  settings: Settings,
  logger: Logger,
): Promise<OpenService> => {
  const { namespace, jwksUri } = settings;
  const [auditSubjects, logKey] = [settings.file('AUDIT_SUBJECTS_FILE'), settings.file('LOG_KEY_FILE')];
  const notices = noticesFrom((name) => settings.optional(name));
  const bus = busOf(service, settings, logger);
  const [dutyUnit, units] = [settings.optional('DUTY_UNIT'), settings.optional('DUTY_UNITS')];
  const open = await openService(service, {
    namespace,
    databaseUrl: settings.text('DATABASE_URL'),
    bus,
    keys: await readPartyKeys(settings.file('KEYS_FILE') ?? '', PARTY_OF[service]),
    published: await published(settings),
    signers: JSON.parse(await readFile(settings.file('PARTY_SIGNING_KEYS_FILE') ?? '', 'utf8')) as KnownSigners,
    auditSubjects: auditSubjects === null ? null : await readSecretFile(auditSubjects),
    highestCheckpointFile: logKey === null ? null : highestCheckpointIn(settings),
    logKey: logKey === null ? null : (JSON.parse(await readSecretFile(logKey)) as JsonWebKey),
    ...(notices ? { notices } : {}),
    itemKeys: await itemKeysIn(settings),
    identity: tokenVerifier({
      issuer: settings.text('OIDC_ISSUER'),
      audience: AUDIENCE,
      clock: systemClock,
      ...(jwksUri ? { jwksUri } : {}),
    }),
    metrics: new ProcessMetrics(),
    products: loadProducts(),
    clock: systemClock,
    logger,
    ...(dutyUnit ? { dutyUnit } : {}),
    ...(units ? { unitOfPost: unitsIn(units) } : {}),
    ...(service === 'policy' ? samplesIn(settings.folder) : {}),
  });
  return { ...open, stop: () => open.stop().then(() => bus.close()) };
};

/** Of a development deployment: the sample instruments and their invented signatories' keys. Nothing where there are none. */
const samplesIn = (folder: string): { samples?: () => Promise<Samples> } => {
  const path = join(folder, SAMPLE_SIGNERS_FILE);
  if (!existsSync(path)) return {};
  const signers = async () => ({ ...(JSON.parse(await readSecretFile(path)) as Samples['signers']) });
  return { samples: () => samplesOf(allInstruments(), { signers }) };
};

const highestCheckpointIn = (settings: Settings): string =>
  join(settings.optional('STATE_FOLDER') ?? settings.folder, 'highest-checkpoint');

/** Units of the own people's posts, as `governor=prison-17,psychologist=prison-17`. @throws Error for anything else */
const unitsIn = (told: string): Record<string, string> => {
  const pairs = told.split(',').map((pair) => pair.split('=').map((word) => word.trim()));
  if (pairs.some((pair) => pair.length !== 2 || pair.includes('')))
    throw new Error('DUTY_UNITS names posts and units as post=unit,post=unit');
  return Object.fromEntries(pairs) as Record<string, string>;
};

const busOf = (principal: string, settings: Settings, logger: Logger) => {
  const brokers = settings.text('KAFKA_BROKERS').split(',');
  return openKafka({ brokers, username: principal, password: settings.text('KAFKA_PASSWORD') }, logger);
};

const published = async (settings: Settings): Promise<PublishedKeys[]> =>
  JSON.parse(await readFile(settings.file('PUBLIC_KEYS_FILE') ?? '', 'utf8')) as PublishedKeys[];

const secret = (path: string | null): Promise<string> => readSecretFile(path ?? '');
