// What of an instrument stands in the bundle: every version that was agreed, and how it stands. What was never in force is in no
// bundle: nobody can learn from one that a text is being drafted. Pure.
import { compileDocument, type CompiledInstrument, type ProductCatalogue } from '@gatehouse/agreements';
import type { BundleInstrument } from '@gatehouse/policy';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { lifeState, type AgreedVersion, type Known, type Suspension } from '../instrument/instrument.state.ts';

/**
 * @param at now: which version is the current one
 * @returns null for an instrument that was never in force
 * @throws TerminalFault 'instrument-not-compiled' when an agreed text does not compile any more
 */
export const bundled = (instrument: Known, at: string, products: ProductCatalogue): BundleInstrument | null => {
  const last = instrument.agreed.at(-1);
  if (!last) return null;
  const versions = instrument.agreed.map((version) => ({
    version: version.version,
    effectiveFrom: version.effectiveFrom,
    compiled: compiledAs(version, last, products),
  }));
  const current = versions.findLast(({ effectiveFrom }) => effectiveFrom <= at) ?? versions[0];
  return {
    state: lifeState(instrument),
    ...suspensionsOf(instrument.suspensions),
    compiled: current!.compiled,
    ...(versions.length > 1 ? { history: versions } : {}),
  };
};

// A later version that lengthens the term lengthens it for what was published under an earlier one as well.
const compiledAs = (agreed: AgreedVersion, last: AgreedVersion, products: ProductCatalogue): CompiledInstrument => {
  const { document, sha256 } = agreed;
  const to = document.term.to > last.document.term.to ? document.term.to : last.document.term.to;
  const made = madeWith(products);
  const known = made.get(`${sha256} ${to}`) ?? compiledUntil(to, agreed, products);
  made.delete(`${sha256} ${to}`);
  made.set(`${sha256} ${to}`, known);
  for (const oldest of made.keys()) if (made.size > TEXTS_KEPT) made.delete(oldest);
  return known;
};

// A bundle is issued each minute, and a text that was agreed never changes: it is compiled once a process.
const TEXTS_KEPT = 256;
const texts = new WeakMap<ProductCatalogue, Map<string, CompiledInstrument>>();

const madeWith = (products: ProductCatalogue): Map<string, CompiledInstrument> => {
  const made = texts.get(products) ?? new Map<string, CompiledInstrument>();
  texts.set(products, made);
  return made;
};

const compiledUntil = (
  to: string,
  { document, sha256, version }: AgreedVersion,
  products: ProductCatalogue,
): CompiledInstrument => {
  const result = compileDocument({ ...document, term: { ...document.term, to } }, products);
  if ('errors' in result)
    throw new TerminalFault(`version ${version} of an instrument does not compile`, {
      code: 'instrument-not-compiled',
    });
  return { ...result.instrument, sha256 };
};

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
