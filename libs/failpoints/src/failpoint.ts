/**
 * Named places where a test may kill this process.
 *
 * Promise: without the two environment variables nothing here does anything; in production they stop the start.
 * Invariants: the kill is SIGKILL, so no `finally`, no exit handler and no flush runs after it; an unknown name is an
 * error at start, since a crash test that never crashes proves nothing.
 */
import { FAILPOINTS, IMPORT_FAILPOINTS, PLANTED_BUGS, type Failpoint, type PlantedBug } from './names.ts';

const requested = (variable: string, known: readonly string[]): string | undefined => {
  const name = process.env[variable];
  if (name === undefined || name === '') return undefined;
  if (process.env['NODE_ENV'] === 'production') throw new Error(`${variable} is set; refusing to start in production`);
  if (!known.includes(name)) throw new Error(`${variable} names '${name}'; known: ${known.join(', ')}`);
  return name;
};

const killAt = requested('GATEHOUSE_FAILPOINT', [...FAILPOINTS, ...IMPORT_FAILPOINTS]);
const plantedBug = requested('GATEHOUSE_PLANTED_BUG', PLANTED_BUGS);

/** Kills this process with SIGKILL when GATEHOUSE_FAILPOINT names this place. */
export const failpoint = (name: Failpoint): void => {
  if (killAt === name) process.kill(process.pid, 'SIGKILL');
};

/** True only when GATEHOUSE_PLANTED_BUG names this bug. */
export const planted = (bug: PlantedBug): boolean => plantedBug === bug;
