/**
 * Ready means: every part a service needs to do its work answers. Each service names its parts; a part that takes
 * longer than two seconds is not ready. A part may also work badly: then the service goes on taking requests, since turning
 * them away would help nobody, and says what is wrong.
 */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { inTime } from './in-time.ts';
import type { ProcessMetrics } from './metrics.ts';
import { serviceOf } from './service-app.ts';

/** A part that works badly, with what a person who watches needs to mend it: public, so nothing but numbers. */
export interface Degraded {
  degraded: Record<string, number | null>;
}

/** A part that must not do its work until somebody has decided: a stable code, public, to look up. */
export interface Refused {
  refused: string;
}

export type PartState = boolean | Degraded | Refused;
export type ReadinessCheck = () => PartState | Promise<PartState>;

const PATIENCE_MS = 2_000;
const checks = new WeakMap<NestFastifyApplication, Map<string, ReadinessCheck>>();

/** @param name of the part, such as 'database'; public, so no addresses in it */
export const registerReadiness = (app: NestFastifyApplication, name: string, check: ReadinessCheck): void => {
  const known = checks.get(app) ?? new Map<string, ReadinessCheck>();
  checks.set(app, known.set(name, check));
};

export interface Readiness {
  status: 'ready' | 'degraded' | 'not-ready';
  services: Record<string, Record<string, PartState>>;
}

/** What moves in a process beside its services, and answers nobody: watched like one. */
export interface Watched {
  name: string;
  checks: Readonly<Record<string, ReadinessCheck>>;
  metrics: ProcessMetrics;
}

export const readinessOf = async (
  apps: readonly NestFastifyApplication[],
  beside: readonly Watched[] = [],
): Promise<Readiness> => {
  const ofServices = apps.map((app) => partsOf(serviceOf(app).service, checks.get(app) ?? new Map()));
  const others = beside.map(({ name, checks: its }) => partsOf(name, new Map(Object.entries(its))));
  const services = Object.fromEntries(await Promise.all([...ofServices, ...others]));
  const states = Object.values(services).flatMap((parts) => Object.values(parts));
  if (states.some((state) => state === false || isRefused(state))) return { status: 'not-ready', services };
  return { status: states.every((state) => state === true) ? 'ready' : 'degraded', services };
};

const isRefused = (state: PartState): state is Refused => typeof state === 'object' && 'refused' in state;

const partsOf = async (
  service: string,
  its: ReadonlyMap<string, ReadinessCheck>,
): Promise<[string, Record<string, PartState>]> => {
  const parts = [...its].map(async ([name, check]) => [name, await answers(check)] as const);
  return [service, Object.fromEntries(await Promise.all(parts))];
};

const answers = async (check: ReadinessCheck): Promise<PartState> => {
  try {
    return await inTime<PartState>(Promise.resolve().then(check), PATIENCE_MS, () => false);
  } catch {
    return false;
  }
};
