// Says to the keeper of the instruments which bundle this service has durably applied. Promise: it is said only of a bundle that stands in
// the service's own database and that it decides with, at once after each, and again at the start; until the bus has it, it is tried again.
// It is in nobody's way: bundles are taken into use whether or not anybody hears of it.
import type { PartyKeys } from '@gatehouse/crypto';
import type { Bus } from '@gatehouse/event-bus';
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import { appliedTopic, signApplied } from './applied-bundle.ts';
import type { BundleKeeper } from './bundle-keeper.ts';

export interface Acknowledging {
  keeper: BundleKeeper;
  pool: pg.Pool;
  bus: Bus;
  namespace: string;
  service: string;
  keys: PartyKeys;
  /** told of each try that failed; must not throw */
  onFault?: (fault: unknown, worker: string) => void;
}

const LOOKS_EVERY_MS = 1_000;

export class BundleAcknowledger {
  readonly worker: Worker;
  #said = 0;

  constructor(private readonly acknowledging: Acknowledging) {
    const { onFault } = acknowledging;
    const how = { name: 'acknowledge bundles', idleMs: LOOKS_EVERY_MS, ...(onFault ? { onFault } : {}) };
    this.worker = new Worker({ ...how, step: () => this.#step() });
  }

  /** The version in use never falls, so one that was said is not said again: a broker that lost it hears of the next bundle's. */
  async #step(): Promise<number> {
    const { keeper, pool, bus, namespace, service, keys } = this.acknowledging;
    const version = keeper.current()?.bundle.version ?? 0;
    if (version <= this.#said) return 0;
    const { rows } = await pool.query<{ digest: string; accepted_at: Date }>(
      'select digest, accepted_at from policy.bundles where version = $1',
      [version],
    );
    const [stored] = rows;
    if (!stored) return 0;
    const applied = { service, version, digest: stored.digest, appliedAt: stored.accepted_at.toISOString() };
    const value = await signApplied(applied, keys);
    await bus.publish([{ topic: appliedTopic(namespace, service), key: service, value, headers: {} }]);
    this.#said = version;
    return 1;
  }
}
