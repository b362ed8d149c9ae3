/**
 * Named places where a test may kill this process.
 *
 * Promise: without the environment variables nothing here does anything; in production they stop the start.
 * Invariants: the kill is SIGKILL, so no `finally`, no exit handler and no flush runs after it; an unknown name is an
 * error at start, since a crash test that never crashes proves nothing.
 */
import { readFileSync } from 'node:fs';
import {
  FAILPOINTS,
  IMPORT_FAILPOINTS,
  KEY_FAILPOINTS,
  PLANTED_BUGS,
  REBUILD_FAILPOINTS,
  type Failpoint,
  type PlantedBug,
} from './names.ts';

const given = (variable: string): string | undefined => {
  const value = process.env[variable];
  if (value === undefined || value === '') return undefined;
  if (process.env['NODE_ENV'] === 'production') throw new Error(`${variable} is set; refusing to start in production`);
  return value;
};

const requested = (variable: string, known: readonly string[]): string | undefined => {
  const name = given(variable);
  if (name === undefined) return undefined;
  if (!known.includes(name)) throw new Error(`${variable} names '${name}'; known: ${known.join(', ')}`);
  return name;
};

const killAt = requested('GATEHOUSE_FAILPOINT', [
  ...FAILPOINTS,
  ...IMPORT_FAILPOINTS,
  ...REBUILD_FAILPOINTS,
  ...KEY_FAILPOINTS,
]);
const lateFile = given('GATEHOUSE_FAILPOINT_FILE');
const plantedBug = requested('GATEHOUSE_PLANTED_BUG', PLANTED_BUGS);

/**
 * Kills this process with SIGKILL when GATEHOUSE_FAILPOINT names this place, or when the file that
 * GATEHOUSE_FAILPOINT_FILE names holds its name by now: so a process that has worked for a while can be killed as well.
 */
export const failpoint = (name: Failpoint): void => {
  if (killAt === name || (lateFile !== undefined && named(lateFile) === name)) process.kill(process.pid, 'SIGKILL');
};

const named = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/** True only when GATEHOUSE_PLANTED_BUG names this bug. */
export const planted = (bug: PlantedBug): boolean => plantedBug === bug;
