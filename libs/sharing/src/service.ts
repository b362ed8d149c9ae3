// A service that shares, as a process starts it: its database, its HTTP application and everything that moves in it.
import { record, type MadeFrom } from '@gatehouse/audit-trail';
import type { Bus } from '@gatehouse/event-bus';
import { inTransaction, type EventTypes } from '@gatehouse/event-store';
import { RequestKeys } from '@gatehouse/idempotency';
import type { ServiceDatabase } from '@gatehouse/projections';
import {
  createServiceApp,
  poolSamples,
  registerReadiness,
  type ReadinessCheck,
  type ProcessMetrics,
  type DutyAnswer,
  type DutyQuestion,
  type TokenVerifier,
} from '@gatehouse/service-kit';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import { Worker } from '@gatehouse/service-kit/worker';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { auditRecord, type Agency } from './agency.ts';
import { apart, openAgency, type AgencyConfig } from './open-agency.ts';
import { Participant, type ParticipantParts } from './participant.ts';
import { promisedRecord } from './promised-record.ts';
import { whoAsked } from './reading.ts';

export interface SharingServiceConfig extends Omit<AgencyConfig, 'alarm' | 'eventTypes'> {
  bus: Bus;
  identity: TokenVerifier;
  logger: Logger;
  metrics: ProcessMetrics;
}

export interface SharingService {
  app: NestFastifyApplication;
  agency: Agency;
  start(): Promise<void>;
  /** after the application was closed */
  stop(): Promise<void>;
}

export interface ServiceParts {
  module: (agency: Agency) => DynamicModule;
  parts: Omit<ParticipantParts, 'onFault'>;
  /** every type of event the service's store holds, those of libraries included */
  eventTypes: readonly EventTypes[];
  /** what stands in the service's database; its owner has made it */
  database: ServiceDatabase;
  /** what is so now of people an own item names */
  presentSubjects?: Agency['presentSubjects'];
  /** what is done once the database is open, before anybody is served */
  prepare?: (agency: Agency) => Promise<void>;
  /** what else moves in this service */
  alongside?: (agency: Agency, onFault: ParticipantParts['onFault']) => Companion[];
}

/** Something that moves beside the hops of a service, and may have a say in its readiness. */
export interface Companion {
  start(): void | Promise<void>;
  stop(): Promise<void>;
  checks?(): Record<string, ReadinessCheck>;
}

export const openSharingService = async (
  config: SharingServiceConfig,
  { module, parts, eventTypes, database, prepare, alongside, presentSubjects }: ServiceParts,
): Promise<SharingService> => {
  const { bus, identity, logger, metrics, ...agencyConfig } = config;
  const log = logger.child({ service: config.service });
  const alarm: Agency['alarm'] = (name, about) => log.error({ alarm: name, ...about }, 'alarm');
  const opened: AgencyConfig = { ...agencyConfig, eventTypes, alarm };
  const agency = { ...(await openAgency(opened, database)), ...(presentSubjects && { presentSubjects }) };
  const moving = apart(agency, opened);
  await prepare?.(agency);
  const keys = requestKeys(agency);
  const app = await createServiceApp(module(agency), {
    service: config.service,
    identity,
    logger,
    metrics,
    duties: (question) => decideDuty(agency, question),
    onRefused: (question, reason) => recordRefusedDuty(agency, question, reason),
    once: keys.once,
    secret: agency.keys.cursor,
  });
  const onFault = (err: unknown, worker: string): void => log.warn({ err, worker }, 'a step failed and is tried again');
  const forgetting = new Worker({
    name: 'forget request keys',
    step: () => keys.forgetOld(),
    idleMs: 60_000,
    onFault,
  });
  const participant = new Participant(moving, bus, { ...parts, onFault });
  metrics.watch(() => participant.samples());
  metrics.watch(async () => poolSamples(agency.service, agency.pool, 'requests'));
  const companions = alongside?.(moving, onFault) ?? [];
  const checks = [
    participant.checks(),
    itemKeyCheck(agency),
    ...companions.map((companion) => companion.checks?.() ?? {}),
  ];
  for (const [name, check] of checks.flatMap(Object.entries<ReadinessCheck>)) registerReadiness(app, name, check);
  return {
    app,
    agency,
    start: async () => {
      forgetting.start();
      await Promise.all([participant, ...companions].map(async (part) => part.start()));
    },
    stop: async () => {
      await Promise.all([participant, forgetting, ...companions].map((part) => part.stop()));
      await Promise.all([agency, moving].map(({ pool }) => pool.end()));
      agency.itemKeys?.close();
    },
  };
};

/** A store that was taken away makes no key: what is new could not be written. */
const itemKeyCheck = ({ itemKeys }: Agency): Record<string, ReadinessCheck> =>
  itemKeys ? { 'item-keys': () => itemKeys.isInPlace() || { refused: 'key-store-missing' } } : {};

/** A kept answer that is given again is a reading of its own. */
const requestKeys = (agency: Agency): RequestKeys =>
  new RequestKeys({
    pool: agency.pool,
    clock: agency.clock,
    secret: agency.keys.cursor,
    onRepeated: async (client, { asked }) => {
      const repeated = { event: 'read', operation: 'consultation', action: 'repeat' } as const;
      await promisedRecord(agency, client, { ...repeated, ...whoAsked(asked) });
    },
  });

const decideDuty = (agency: Agency, { caller, purpose, action }: DutyQuestion): DutyAnswer => {
  const current = agency.keeper.current();
  if (!current) throw new RetryableFault('no verified bundle yet: nothing can be decided', { code: 'no-bundle' });
  return current.point.duty({
    agency: caller.agency,
    person: caller.person,
    roles: caller.roles,
    owner: agency.party,
    action,
    purpose,
  });
};

const dutyMadeFrom = ({ keeper }: Agency): { madeFrom?: MadeFrom } => {
  const current = keeper.current();
  return current ? { madeFrom: current.digests } : {};
};

const recordRefusedDuty = async (agency: Agency, question: DutyQuestion, reason: string): Promise<void> => {
  const { caller, purpose, caseRef, correlationId, action } = question;
  const { agency: party, person, unit, roles } = caller;
  await inTransaction(agency.pool, (client) =>
    record(
      client,
      auditRecord(agency, {
        event: 'refused',
        operation: 'consultation',
        action,
        actor: { agency: party, person, unit, roles },
        purpose,
        caseRef,
        correlationId,
        decision: {
          effect: 'DENY',
          reason,
          reasonsInOrder: [reason],
          obligations: [],
          bundleVersion: agency.keeper.current()?.bundle.version ?? null,
          // Everything a duty is decided by stands in the record itself.
          ...dutyMadeFrom(agency),
        },
      }),
    ),
  );
};
