import { isKeepers, type Wanted } from '@gatehouse/event-bus';
import { lanesOfBundle, warrants, type Bundle } from '@gatehouse/policy';
import { LANE_KEEPER, WORKPLACES } from '../parties.ts';

/** What the bus is to have under a bundle, and what nobody may be given beyond it. */
export const wantedUnder = (namespace: string, bundle: Bundle): Wanted => ({
  plan: lanesOfBundle(namespace, bundle.instruments, WORKPLACES),
  namespace,
  kept: isKeepers(LANE_KEEPER, namespace),
  warrants: warrants(namespace, bundle, WORKPLACES),
});
