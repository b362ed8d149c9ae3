// The service as a process starts it: HTTP and workers, alone or beside others.
import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { auditTopic, sealedTo, Sequencer } from '@gatehouse/audit-trail';
import { publicKeys, type PartyKeys, type PublicPartyKeys } from '@gatehouse/crypto';
import type { Bus } from '@gatehouse/event-bus';
import { checkMigrated, HorizonWatch, openPool, patiently } from '@gatehouse/event-store';
import { noteSigner } from '@gatehouse/merkle-log';
import { deciding } from '@gatehouse/policy';
import { createServiceApp, registerReadiness, type ProcessMetrics, type TokenVerifier } from '@gatehouse/service-kit';
import type { Clock } from '@gatehouse/service-kit/clock';
import { Worker } from '@gatehouse/service-kit/worker';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { database } from './database.ts';
import type { DutySource } from './duties.ts';
import { HighestSigned } from './log/highest-signed.ts';
import { Integrator } from './log/integrator.ts';
import { Signing } from './log/signing.ts';
import type { Oversight } from './oversight.ts';
import { OversightModule } from './oversight.module.ts';
import { oversightSamples } from './samples.ts';
import { recordRefusedDuty } from './records/audited-reading.ts';
import { Keeper, type AuditSource } from './records/keeper.ts';

export const SERVICE = 'oversight';

export interface OversightConfig {
  service: string;
  namespace: string;
  databaseUrl: string;
  bus: Bus;
  clock: Clock;
  newId: () => string;
  keys: PartyKeys;
  identity: TokenVerifier;
  /** of the process; the service's own where none is given */
  metrics?: ProcessMetrics;
  duties: DutySource;
  auditSubjectKey: string;
  /** the services whose records are kept, this one included */
  sources: readonly AuditSource[];
  /** the public keys of the parties those services belong to */
  parties: readonly PublicPartyKeys[];
  /** private Ed25519 key that signs checkpoints: a key of the log alone */
  logSigningKey: JsonWebKey;
  /** the log's identity and the name of its key, e.g. `gatehouse.example/log` */
  origin: string;
  /** where the highest published checkpoint is kept: outside the database and whatever backup of it is restored */
  highestCheckpointFile: string;
  logger: Logger;
}

export interface OversightService {
  app: NestFastifyApplication;
  keeper: Keeper;
  integrator: Integrator;
  signing: Signing;
  /** sets the workers going, once the port is open */
  start(): Promise<void>;
  /** after the application was closed */
  stop(): Promise<void>;
}

const IDLE_MS = 200;
/** One checkpoint for what comes within a quarter of a second. */
const GATHER_MS = 250;

/** Opens the service on a database that its owner has brought up to date, and holds the stored log against its checkpoints before anything is signed. */
export const createOversight = async (config: OversightConfig): Promise<OversightService> => {
  const { bus, clock, keys, logger, namespace, origin, service } = config;
  const log = logger.child({ service });
  const alarm = (name: string, about: Record<string, unknown>): void => log.error({ alarm: name, ...about }, 'alarm');
  const onFault = (err: unknown, worker: string): void => log.warn({ err, worker }, 'a step failed and is tried again');
  const pool = openPool(config.databaseUrl, { applicationName: service, onFault: (err) => onFault(err, 'database') });
  await patiently(() => checkMigrated(pool, database.migrations));
  const duties = await config.duties.open(pool, alarm);
  const signer = noteSigner(origin, createPrivateKey({ key: config.logSigningKey, format: 'jwk' }));
  const { newId, auditSubjectKey } = config;
  const highest = new HighestSigned({ file: config.highestCheckpointFile, origin, verifier: signer });
  const integrator = new Integrator({ pool, clock, origin, signer, highest, alarm });
  const signing = new Signing(integrator, alarm);
  const oversight: Oversight = {
    service,
    pool,
    clock,
    newId,
    keys,
    auditSubjectKey,
    origin,
    signer,
    bundleVersion: () => duties.bundleVersion(),
    publishedSize: () => signing.publishedSize(),
  };
  await patiently(() => signing.open());
  const keeper = new Keeper({ pool, clock, namespace, keys, sources: config.sources, parties: config.parties, alarm });
  const integrating = new Worker({
    name: 'integrate',
    step: () => signing.step(),
    idleMs: IDLE_MS,
    gatherMs: GATHER_MS,
    onFault,
  });
  const horizon = new HorizonWatch({ pool, alarm, onFault });
  const seal = sealedTo(publicKeys(keys), keys);
  const sequencer = new Sequencer({
    pool,
    bus,
    clock,
    source: service,
    topic: auditTopic(namespace, service),
    seal,
    onFault,
  });
  let keeping: { stop(): Promise<void> } | null = null;

  const app = await createServiceApp(OversightModule.register(oversight), {
    service,
    secret: keys.cursor,
    identity: config.identity,
    logger,
    ...(config.metrics ? { metrics: config.metrics } : {}),
    duties: (question) => duties.decide(question),
    onRefused: (question, reason) => recordRefusedDuty(oversight, question, reason),
  });
  config.metrics?.watch(() => oversightSamples(oversight, [integrating, sequencer.worker]));
  registerReadiness(app, 'database', async () => (await pool.query('select 1')).rowCount === 1);
  registerReadiness(app, 'bus', () => keeping !== null && bus.ready());
  registerReadiness(app, 'bundle', () => duties.bundleVersion() !== null);
  registerReadiness(app, 'deciding', () => deciding.state());
  registerReadiness(app, 'integrate', () => integrating.healthy);
  registerReadiness(app, 'horizon', () => horizon.state());
  registerReadiness(app, 'log', () => signing.state());

  return {
    app,
    keeper,
    integrator,
    signing,
    start: async () => {
      integrating.start();
      sequencer.start();
      horizon.start();
      // Each waits seconds for the broker where the one before us was killed: they wait side by side.
      const keep = async (): Promise<void> => {
        const lanes = { group: `${namespace}.${service}`, topics: keeper.topics() };
        keeping = await bus.subscribeTogether(lanes, (messages) => keeper.receive(messages));
      };
      await Promise.all([duties.start(bus), keep()]);
    },
    stop: async () => {
      await Promise.all([keeping?.stop(), integrating.stop(), sequencer.stop(), horizon.stop(), duties.stop()]);
      await pool.end();
    },
  };
};
