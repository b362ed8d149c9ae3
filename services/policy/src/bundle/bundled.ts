// What of an instrument stands in the bundle: every version that was agreed, and how it stands. What was never in force is in no
// bundle: nobody can learn from one that a text is being drafted. Pure.
import type { ProductCatalogue } from '@gatehouse/agreements';
import { compiledTexts, type AgreedText, type BundleInstrument } from '@gatehouse/policy';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { lifeState, type AgreedVersion, type Known, type Suspension } from '../instrument/instrument.state.ts';

/**
 * @param at now: which version is the current one
 * @returns null for an instrument that was never in force
 * @throws TerminalFault 'instrument-not-compiled' when an agreed text does not compile any more
 */
export const bundled = (instrument: Known, at: string, products: ProductCatalogue): BundleInstrument | null => {
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
    ...suspensionsOf(instrument.suspensions),
    compiled: current!.compiled,
    ...(versions.length > 1 ? { history: versions } : {}),
    texts,
  };
};

/** Whose hand handed a signature in is nobody's business but ours. */
const textOf = ({ version, effectiveFrom, document, signatures }: AgreedVersion): AgreedText => ({
  version,
  effectiveFrom,
  document,
  signatures: signatures.map(({ party, at, jws }) => ({ party, at, jws })),
});

const suspensionsOf = (suspensions: readonly Suspension[]): Pick<BundleInstrument, 'suspension' | 'suspensions'> => {
  const whole = suspensions.filter(({ scope }) => scope.kind === 'all');
  const partial = suspensions.flatMap(({ scope, by, freezePriorCopies }) =>
    scope.kind === 'all' ? [] : [{ by: by.agency, freezePriorCopies, scope }],
  );
  const freezePriorCopies = whole.some((one) => one.freezePriorCopies);
  return {
    ...(whole[0] ? { suspension: { by: whole[0].by.agency, freezePriorCopies } } : {}),
    ...(partial.length > 0 ? { suspensions: partial } : {}),
  };
};
