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

/** The other parties those flows name, sorted. */
export const candidatesFor = (agency: Agency, item: Outgoing['item']): string[] =>
  [...new Set(flowsFor(agency, item).flatMap(({ consumers }) => consumers))]
    .filter((party) => party !== agency.party)
    .sort();
