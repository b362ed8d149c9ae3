// Whom an item could be for: every party that any flow of any instrument in the bundle names. Candidates only: the decision
// point decides about each, so that a refusal is recorded and not a silence.
import type { CompiledFlow } from '@gatehouse/agreements';
import type { BundleInstrument } from '@gatehouse/policy';
import type { Agency } from './agency.ts';
import type { Outgoing } from './to-product.ts';

const alertTypeOf = (payload: unknown): unknown =>
  payload !== null && typeof payload === 'object' ? Reflect.get(payload, 'type') : undefined;

/** Those in force here, and those held out: what they would offer is refused with its reason, and held. */
const offering = ({ keeper }: Agency): BundleInstrument[] => {
  const { bundle, heldOut } = keeper.current() ?? { bundle: null, heldOut: [] };
  return [...(bundle?.instruments ?? []), ...heldOut.flatMap(({ instrument }) => instrument ?? [])];
};

/** The flows of the bundle in use that offer this item: of its product, from this agency, and of an alert its type. */
export const flowsFor = (agency: Agency, { product, payload }: Outgoing['item']): CompiledFlow[] =>
  offering(agency)
    .flatMap(({ compiled }) => compiled.flows)
    .filter((flow) => flow.product === product && flow.producer === agency.party)
    .filter(({ alertTypes }) => alertTypes === undefined || alertTypes.includes(String(alertTypeOf(payload))));

/**
 * The other parties those flows name, sorted; of what is for one party alone, that one. A flow whose product is for the one it is about,
 * or for the one that asked, names nobody to an item that does not say who that is: it is held, and said aloud.
 */
export const candidatesFor = (agency: Agency, { item, to }: Pick<Outgoing, 'item' | 'to'>): string[] => {
  const named = flowsFor(agency, item).flatMap((flow) => (flow.to && to === undefined ? [] : flow.consumers));
  return [...new Set(named)].filter((party) => party !== agency.party && (to === undefined || party === to)).sort();
};
