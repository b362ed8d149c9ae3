/**
 * Brings the timers that stand in the registry's database in line with a bundle. Promise: `planTimers` changes nothing; what is changed has
 * been recorded before, and is changed whole or not at all, together with the record that it was. A second time there is nothing to do.
 */
import { inTransaction } from '@gatehouse/event-store';
import type { Bundle } from '@gatehouse/policy';
import { timersOf, type Timer } from '@gatehouse/policy-registry';
import type { Clock } from '@gatehouse/service-kit/clock';
import type pg from 'pg';
import { timerEvidence } from './timer-evidence.ts';
import { timerSteps, type TimerStep } from './timer-steps.ts';

const STANDING = `select instrument_id as "instrumentId", name, due, version from registry.timer order by instrument_id, name`;

/** @param registry database of the policy service */
export const planTimers = async (registry: pg.Pool | pg.ClientBase, { instruments }: Bundle): Promise<TimerStep[]> => {
  const { rows } = await registry.query<Timer>(STANDING);
  return timerSteps(instruments.flatMap(timersOf), rows);
};

/** @returns what was done */
export const reconcileTimers = async (registry: pg.Pool, bundle: Bundle, clock: Clock): Promise<TimerStep[]> => {
  const steps = await planTimers(registry, bundle);
  if (steps.length === 0) return [];
  const evidence = timerEvidence(steps, clock);
  await evidence.intended(registry);
  try {
    await inTransaction(registry, async (client) => {
      await take(client, steps, clock.now());
      await evidence.changed(client);
    });
  } catch (fault) {
    // An intent without a result says as much.
    await evidence.failed(registry).catch(() => undefined);
    throw fault;
  }
  return steps;
};

const take = async (client: pg.ClientBase, steps: readonly TimerStep[], at: Date): Promise<void> => {
  const set = steps.flatMap((one) => (one.step === 'drop-timer' ? [] : [one.timer]));
  const dropped = steps.flatMap((one) => (one.step === 'drop-timer' ? [one.timer] : []));
  await client.query(
    `insert into registry.timer (instrument_id, name, due, version, set_at)
     select *, $5::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::integer[])
     on conflict (instrument_id, name) do update set due = excluded.due, version = excluded.version, set_at = excluded.set_at`,
    [
      set.map(({ instrumentId }) => instrumentId),
      set.map(({ name }) => name),
      set.map(({ due }) => due),
      set.map(({ version }) => version),
      at,
    ],
  );
  await client.query(
    'delete from registry.timer where (instrument_id, name) in (select * from unnest($1::text[], $2::text[]))',
    [dropped.map(({ instrumentId }) => instrumentId), dropped.map(({ name }) => name)],
  );
};
