// How a service hears of new bundles: the one topic every service reads. Promise: a bundle that must not be used changes
// nothing, is said aloud, and does not stand in the way of the next one.
import type { Bus, Subscription } from '@gatehouse/event-bus';
import { BundleFault } from './bundle.ts';
import type { BundleKeeper } from './bundle-keeper.ts';

export interface Following {
  keeper: BundleKeeper;
  bus: Bus;
  namespace: string;
  service: string;
  alarm: (name: string, about: Record<string, unknown>) => void;
  /** told after a bundle was taken into use */
  onBundle?: () => void;
}

export const bundleTopic = (namespace: string): string => `${namespace}.policy.bundles`;

/** Takes every bundle that comes into use, from the first one on the topic. */
export const followBundles = ({
  keeper,
  bus,
  namespace,
  service,
  alarm,
  onBundle,
}: Following): Promise<Subscription> => {
  const accept = async (jws: string): Promise<void> => {
    try {
      await keeper.accept(jws);
      onBundle?.();
    } catch (fault) {
      if (!(fault instanceof BundleFault)) throw fault;
      // An older one is what a redelivery looks like; it is nothing to wake anybody for.
      if (fault.code !== 'bundle-rollback') alarm('BUNDLE_REFUSED', { service, code: fault.code });
    }
  };
  const group = `${namespace}.${service}.bundles`;
  return bus.subscribe({ group, topics: [bundleTopic(namespace)] }, ({ value }) => accept(value));
};
