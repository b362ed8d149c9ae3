// Looks once a second what the clock has brought about, and records it. Several processes may look: each act stands once.
import { Worker } from '@gatehouse/service-kit/worker';
import type { Registry } from '../registry.ts';
import { dueOf } from './due.ts';
import { loadInstruments, runByClock } from './run-on-instrument.ts';

/** Milliseconds between looks at what the clock has brought about. */
export const LOOKS_EVERY_MS = 1_000;

/** @param onFault told of each look that failed; must not throw */
export const dueActs = (registry: Registry, onFault: (fault: unknown, worker: string) => void): Worker =>
  new Worker({ name: 'terms and obligations', step: () => recordDueActs(registry), idleMs: LOOKS_EVERY_MS, onFault });

/** @returns how many acts it recorded */
export const recordDueActs = async (registry: Registry): Promise<number> => {
  const { agency } = registry;
  const at = agency.clock.now().toISOString();
  const known = await loadInstruments(agency.pool);
  const due = known.map(({ instrument }) => dueOf(instrument, at, { agency: agency.party, person: null }));
  let done = 0;
  for (const commands of due) if (commands.length > 0) done += await runByClock(registry, commands);
  return done;
};
