// Goes through the cut-offs that some service has not acknowledged: enters who has, tells people who is late, and lets a lease that has
// expired count (ruling 12). Several processes may do so: each step stands once.
import { inTransaction } from '@gatehouse/event-store';
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import type { Registry } from '../registry.ts';
import { dueInCutOff, type Applied } from './due-in-cut-off.ts';
import type { Followers } from './followers.ts';
import { loadCutOff, runOnCutOff } from './run-on-cut-off.ts';

const LOOKS_EVERY_MS = 500;

/** @param onFault told of each look that failed; must not throw */
export const settlingCutOffs = (
  registry: Registry,
  followers: Followers,
  onFault: (fault: unknown, worker: string) => void,
): Worker =>
  new Worker({
    name: 'cut-offs',
    step: () => settleCutOffs(registry, followers),
    idleMs: LOOKS_EVERY_MS,
    onFault,
  });

/** @returns how many steps it recorded */
export const settleCutOffs = async ({ agency }: Registry, followers: Followers): Promise<number> => {
  const { rows } = await agency.pool.query<{ id: string; version: string }>(
    'select instrument_id as id, bundle_version as version from registry.cut_off where not is_acknowledged',
  );
  if (rows.length === 0) return 0;
  const applied = await appliedBy(agency.pool, followers);
  const at = agency.clock.now().toISOString();
  let done = 0;
  for (const { id, version } of rows) {
    const which = { instrumentId: id, bundleVersion: Number(version) };
    const cutOff = await loadCutOff(agency.pool, which);
    if (cutOff.status === 'none') continue;
    for (const command of dueInCutOff(cutOff, applied, at, agency.party)) {
      const events = await inTransaction(agency.pool, (client) => runOnCutOff(agency, client, command), {
        attempts: 3,
      });
      if (events.length > 0) done += 1;
      if (command.type === 'NoteAcknowledgementLate' && events.length > 0)
        agency.alarm('CUT_OFF_UNACKNOWLEDGED', { ...which, unacknowledgedBy: command.data.service });
      if (command.type === 'ExpireLease' && events.length > 0)
        agency.alarm('CUT_OFF_BY_LEASE', { ...which, unacknowledgedBy: command.data.service });
    }
  }
  return done;
};

interface AppliedRow {
  service: string;
  version: string;
  applied_at: Date;
  jws: string;
}

const appliedBy = async (pool: pg.Pool, followers: Followers): Promise<Map<string, Applied>> => {
  const { rows } = await pool.query<AppliedRow>('select service, version, applied_at, jws from registry.applied');
  return new Map(
    rows.map(({ service, version, applied_at, jws }) => [
      service,
      {
        service,
        party: followers.get(service)?.party ?? service,
        version: Number(version),
        appliedAt: applied_at.toISOString(),
        jws,
      },
    ]),
  );
};
