// What of an instrument stands in the bundle: every version that was agreed, and how it stands. What was never in force is in no
// bundle: nobody can learn from one that a text is being drafted. Pure.
import type { ProductCatalogue } from '@gatehouse/agreements';
import { compiledTexts, type AgreedText, type BundleInstrument } from '@gatehouse/policy';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import {
  lifeState,
  type AgreedVersion,
  type Known,
  type Suspension,
  type TakenOrder,
} from '../instrument/instrument.state.ts';

/**
 * @param at now: which version is the current one
 * @returns null for an instrument that was never in force
 * @throws TerminalFault 'instrument-not-compiled' when an agreed text does not compile any more
 */
export const bundled = (
  instrument: Known,
  at: string,
  { products, party: keeper }: { products: ProductCatalogue; party: string },
): BundleInstrument | null => {
  if (instrument.agreed.length === 0) return null;
  const texts = instrument.agreed.map(textOf);
  const compiled = compiledTexts(texts, products);
  if (!compiled)
    throw new TerminalFault(`a version of an instrument does not compile`, { code: 'instrument-not-compiled' });
  const versions = texts.map(({ version, effectiveFrom }, place) => ({
    version,
    effectiveFrom,
    compiled: compiled[place]!,
  }));
  const current = versions.findLast(({ effectiveFrom }) => effectiveFrom <= at) ?? versions[0];
  return {
    state: lifeState(instrument),
    ...suspensionsOf(instrument.suspensions, keeper),
    compiled: current!.compiled,
    ...(versions.length > 1 ? { history: versions } : {}),
    texts,
    ...ordersOf(instrument),
  };
};

/** Whose hand handed a signature in is nobody's business but ours. */
const textOf = ({ version, effectiveFrom, document, signatures }: AgreedVersion): AgreedText => ({
  version,
  effectiveFrom,
  document,
  signatures: signatures.map(({ party, at, jws }) => ({ party, at, jws })),
});

// What a party suspended before orders were signed stands by the keeper's word: services would take nothing unsigned from a party.
const suspensionsOf = (
  suspensions: readonly Suspension[],
  keeper: string,
): Pick<BundleInstrument, 'suspension' | 'suspensions'> => {
  const said = suspensions.map(({ by, signed, scope, freezePriorCopies }) => ({
    by: signed ? by.agency : keeper,
    scope,
    freezePriorCopies,
  }));
  const whole = said.filter(({ scope }) => scope.kind === 'all');
  const partial = said.flatMap(({ scope, ...one }) => (scope.kind === 'all' ? [] : [{ ...one, scope }]));
  const freezePriorCopies = whole.some((one) => one.freezePriorCopies);
  // The keeper's own before a party's: what stands in no order is said here or nowhere.
  const first = whole.find(({ by }) => by === keeper) ?? whole[0];
  return {
    ...(first ? { suspension: { by: first.by, freezePriorCopies } } : {}),
    ...(partial.length > 0 ? { suspensions: partial } : {}),
  };
};

/** The suspensions that stand, and all that was taken back or ends it: a service that was away learns of each. */
const ordersOf = ({ orders, suspensions }: Known): Pick<BundleInstrument, 'orders'> => {
  const stands = ({ order }: TakenOrder): boolean =>
    order.what !== 'SUSPEND' || suspensions.some(({ suspensionId }) => suspensionId === order.orderId);
  const said = orders.filter(stands).map(({ order, jws, handedInAt }) => ({ order, jws, handedInAt }));
  return said.length > 0 ? { orders: said } : {};
};
