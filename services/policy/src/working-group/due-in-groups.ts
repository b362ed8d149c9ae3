// Looks every second whether a day of a working group has passed: a dispute the group did not settle goes to the secretary, an
// escalation nobody answered is said aloud.
import { Worker } from '@gatehouse/service-kit/worker';
import { LOOKS_EVERY_MS } from '../instrument/due-acts.ts';
import { loadInstruments } from '../instrument/run-on-instrument.ts';
import type { Registry } from '../registry.ts';
import { loadWorkingGroup, runInGroupByClock, speakerOf } from './run-on-working-group.ts';
import type { Speaker } from './speaker.ts';
import type { WorkingGroupCommand } from './working-group.decider.ts';
import type { WorkingGroup } from './working-group.state.ts';

/** @param onFault told of each look that failed; must not throw */
export const dueInGroups = (registry: Registry, onFault: (fault: unknown, worker: string) => void): Worker =>
  new Worker({ name: 'working groups', step: () => recordDueInGroups(registry), idleMs: LOOKS_EVERY_MS, onFault });

/** @returns how many acts it recorded */
const recordDueInGroups = async (registry: Registry): Promise<number> => {
  const { agency } = registry;
  // Every group belongs to an instrument, and most have none.
  const { rows } = await agency.pool.query<{ id: string }>(
    'select instrument_id as id from registry.instrument where acts > 0',
  );
  if (rows.length === 0) return 0;
  const at = agency.clock.now().toISOString();
  const by = { agency: agency.party, person: null };
  let done = 0;
  for (const { instrument } of await loadInstruments(agency.pool)) {
    if (!rows.some(({ id }) => id === instrument.id)) continue;
    const group = await loadWorkingGroup(agency.pool, instrument.id);
    const speaker = speakerOf({ instrumentId: instrument.id, by, at, actsFor: null }, instrument);
    for (const command of dueIn(group, speaker)) done += (await runInGroupByClock(registry, command)) ? 1 : 0;
  }
  return done;
};

/** The commands that are due, each once. Pure. */
export const dueIn = (group: WorkingGroup, speaker: Speaker): WorkingGroupCommand[] => {
  if (group.status === 'none') return [];
  const { today } = speaker;
  return [
    ...group.disputes
      .filter(({ state, due }) => state === 'OPEN' && due < today)
      .map(({ disputeId }) => ({ type: 'ReferDispute' as const, data: { ...speaker, disputeId } })),
    ...group.escalations
      .filter(({ answered, leftOpen, due }) => !answered && !leftOpen && due < today)
      .map(({ escalationId }) => ({ type: 'NoteEscalationLeftOpen' as const, data: { ...speaker, escalationId } })),
  ];
};
