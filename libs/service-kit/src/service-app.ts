/**
 * A service as an HTTP application: Nest on Fastify, with the gate before and the problem answers behind every route.
 *
 * Promise: all routes stand under `/<service>/v1`; there is no way into a handler that does not pass the gate.
 */
import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import { EntityTags } from './entity-tags.ts';
import type { GateOptions } from './gate.ts';
import { OncePerKey, type RunOnce } from './idempotency-key.ts';
import { Lanes, type RateLimits } from './lanes.ts';
import { frameworkLog, processLogger } from './log.ts';
import { Room, type RoomSize } from './room.ts';
import { RouteRegister } from './route-register.ts';
import type { RegisteredRoute } from './route-register.ts';
import { ProblemFilter } from './send-problem.ts';
import type { Sample } from './metric-names.ts';
import { ProcessMetrics } from './metrics.ts';
import { ServiceAdapter } from './service-adapter.ts';
import { EdgeValidation } from './validation.ts';

export interface ServiceOptions extends Omit<GateOptions, 'lanes' | 'room'> {
  /** base64url, 32 bytes, of the service: what it tells of its answers (entity tags) holds over restarts */
  secret?: string;
  /** how much one may ask; see RATE_LIMITS */
  limits?: RateLimits;
  /** how much is in work at once; see ROOM */
  room?: RoomSize;
  /** for the OpenAPI document */
  version?: string;
  /** the process's logger, see `processLogger` */
  logger?: Logger;
  /** what the process is watched by; its own where none is given */
  metrics?: ProcessMetrics;
  /** makes a POST with an idempotency key happen once; without it the header has no meaning here */
  once?: RunOnce;
}

const registers = new WeakMap<
  NestFastifyApplication,
  { register: RouteRegister; options: ServiceOptions; metrics: ProcessMetrics }
>();

/**
 * Builds a service; `listen` starts it.
 *
 * @param module the service's only wiring module
 * @returns an initialised application whose Fastify instance is ready
 */
export const createServiceApp = async (
  module: Type<unknown> | DynamicModule,
  options: ServiceOptions,
): Promise<NestFastifyApplication> => {
  const logger = options.logger ?? processLogger();
  const register = new RouteRegister();
  const metrics = options.metrics ?? new ProcessMetrics();
  const lanes = new Lanes(options.limits, (countedFor) => metrics.limited(options.service, countedFor));
  const room = new Room(options.room);
  metrics.watch(async () => inRoom(options.service, room));
  const adapter = new ServiceAdapter(
    { ...options, metrics, lanes, room, tags: new EntityTags(options.secret) },
    logger,
    register,
  );
  const app = await NestFactory.create<NestFastifyApplication>(rootModule(module, logger), adapter, {
    bodyParser: false,
    logger: frameworkLog(logger),
    abortOnError: false,
  });
  app.setGlobalPrefix(`${options.service}/v1`);
  app.useGlobalPipes(new EdgeValidation());
  if (options.once) app.useGlobalInterceptors(new OncePerKey(options.once));
  app.useGlobalFilters(new ProblemFilter());
  registers.set(app, { register, options, metrics });
  await app.init();
  await adapter.getInstance().ready();
  return app;
};

/** Routes that declare no access; a law check expects none. */
export const undeclaredRoutes = (app: NestFastifyApplication): string[] =>
  declaredRoutes(app).flatMap(({ method, pattern, declaration }) => (declaration ? [] : [`${method} ${pattern}`]));

/** Every route of a service with what it declares. */
export const declaredRoutes = (app: NestFastifyApplication): readonly RegisteredRoute[] =>
  registered(app).register.all();

/** The name and version a service was created with. */
export const serviceOf = (app: NestFastifyApplication): { service: string; version: string } => {
  const { service, version } = registered(app).options;
  return { service, version: version ?? '0.0.0' };
};

/** What the process of these services is watched by. */
export const metricsOf = (apps: readonly NestFastifyApplication[]): ProcessMetrics[] => [
  ...new Set(apps.map((app) => registered(app).metrics)),
];

const registered = (app: NestFastifyApplication) => {
  const known = registers.get(app);
  if (!known) throw new TypeError('this application was not made by createServiceApp');
  return known;
};

const inRoom = (service: string, room: Room): Sample[] =>
  Object.entries(room.counts()).map(([state, value]) => ({
    name: 'gatehouse_http_requests_at_once',
    service,
    labels: { state },
    value,
  }));

const rootModule = (module: Type<unknown> | DynamicModule, logger: Logger): DynamicModule => {
  @Module({})
  class ServiceRoot {}
  return { module: ServiceRoot, imports: [LoggerModule.forRoot({ useExisting: true, pinoHttp: { logger } }), module] };
};
