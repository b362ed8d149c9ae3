// Who may ask the commission's questions: decided here, on the signed bundles that reach this service like any other.
import type { ProductCatalogue } from '@gatehouse/agreements';
import type { PartyKeys } from '@gatehouse/crypto';
import type { Bus } from '@gatehouse/event-bus';
import { BundleAcknowledger, BundleKeeper, deciding, followBundles } from '@gatehouse/policy';
import type { DutyAnswer, DutyQuestion } from '@gatehouse/service-kit';
import type { Clock } from '@gatehouse/service-kit/clock';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import type { JWK } from 'jose';
import type pg from 'pg';

export interface Duties {
  decide(question: DutyQuestion): DutyAnswer | Promise<DutyAnswer>;
  /** of the bundle in use; null before the first */
  bundleVersion(): number | null;
  start(bus: Bus): Promise<void>;
  stop(): Promise<void>;
}

/** How a service comes to its duties: with its own database. */
export interface DutySource {
  open(pool: pg.Pool, alarm: (name: string, about: Record<string, unknown>) => void): Promise<Duties>;
}

/** Duties as the verified bundle of the moment gives them to the people of this service's party. */
export const dutiesFromBundles = (o: {
  service: string;
  party: string;
  namespace: string;
  /** sign what this service says of the bundles it has applied, and seal what it keeps of them */
  keys: PartyKeys;
  clock: Clock;
  bundleKey: JWK;
  products: ProductCatalogue;
}): DutySource => ({
  open: async (pool, alarm) => {
    // It decides who may ask, and about no flow: no instrument is in force or not by that.
    const signers = 'as-the-registry-says';
    const { bundleKey: verifyKey, clock, products, keys } = o;
    const keeper = new BundleKeeper({ pool, verifyKey, signers, clock, products, secret: keys.cursor, alarm });
    await keeper.open();
    let bundles: { stop(): Promise<void> } | null = null;
    let acknowledger: BundleAcknowledger | null = null;
    let unwatched = (): void => undefined;
    return {
      decide: ({ caller, purpose, action }) => {
        const current = keeper.current();
        if (!current) throw new RetryableFault('no verified bundle yet: nothing can be decided', { code: 'no-bundle' });
        const { agency, person, roles } = caller;
        return current.point.duty({ agency, person, roles, owner: o.party, action, purpose });
      },
      bundleVersion: () => keeper.current()?.bundle.version ?? null,
      start: async (bus) => {
        unwatched = deciding.onDivergence((about) => alarm('ENGINES_DIVERGED', { ...about }));
        acknowledger = new BundleAcknowledger({ ...o, keeper, pool, bus });
        acknowledger.worker.start();
        bundles = await followBundles({ ...o, keeper, bus, alarm, onBundle: () => acknowledger?.worker.nudge() });
      },
      stop: async () => {
        unwatched();
        await Promise.all([bundles?.stop(), acknowledger?.worker.stop()]);
      },
    };
  },
});
