/**
 * Ready means: every part a service needs to do its work answers. Each service names its parts; a part that takes
 * longer than two seconds is not ready.
 */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { inTime } from './in-time.ts';
import { serviceOf } from './service-app.ts';

export type ReadinessCheck = () => boolean | Promise<boolean>;

const PATIENCE_MS = 2_000;
const checks = new WeakMap<NestFastifyApplication, Map<string, ReadinessCheck>>();

/** @param name of the part, such as 'database'; public, so no addresses in it */
export const registerReadiness = (app: NestFastifyApplication, name: string, check: ReadinessCheck): void => {
  const known = checks.get(app) ?? new Map<string, ReadinessCheck>();
  checks.set(app, known.set(name, check));
};

export interface Readiness {
  status: 'ready' | 'not-ready';
  services: Record<string, Record<string, boolean>>;
}

export const readinessOf = async (apps: readonly NestFastifyApplication[]): Promise<Readiness> => {
  const services = Object.fromEntries(await Promise.all(apps.map(partsOf)));
  const ready = Object.values(services).every((parts) => Object.values(parts).every(Boolean));
  return { status: ready ? 'ready' : 'not-ready', services };
};

const partsOf = async (app: NestFastifyApplication): Promise<[string, Record<string, boolean>]> => {
  const parts = [...(checks.get(app) ?? [])].map(async ([name, check]) => [name, await answers(check)] as const);
  return [serviceOf(app).service, Object.fromEntries(await Promise.all(parts))];
};

const answers = async (check: ReadinessCheck): Promise<boolean> => {
  try {
    return (await inTime(Promise.resolve().then(check), PATIENCE_MS, () => false)) === true;
  } catch {
    return false;
  }
};
