// A bundle of another day as a service decided by it then.
import type { ProductCatalogue } from '@gatehouse/agreements';
import type { Bundle, BundleInstrument } from '../bundle.ts';
import type { Stands } from './standing-here.ts';
import { standingSo } from './stands.ts';
import { asCompiledHere, compiledTexts } from './agreed-text.ts';

/**
 * @param heldOut ids of the instruments that were not in force here then
 * @param stood how instruments stood here then, where that was not as the bundle says
 * @returns the bundle with the instruments that were, and the others of which is known what they would have offered
 */
export const asItStood = (
  bundle: Bundle,
  heldOut: ReadonlySet<string>,
  stood: ReadonlyMap<string, Stands>,
  products: ProductCatalogue,
): { bundle: Bundle; others: BundleInstrument[] } => {
  const compiled = (instrument: BundleInstrument): BundleInstrument | null => {
    const { texts } = instrument;
    const own = texts && compiledTexts(texts, products);
    return texts && own ? asCompiledHere(instrument, texts, own, bundle.issuedAt) : null;
  };
  const isHeldOut = ({ compiled: { id } }: BundleInstrument): boolean => heldOut.has(id);
  const stands = (one: BundleInstrument): BundleInstrument => {
    const otherwise = stood.get(one.compiled.id);
    return otherwise ? standingSo(one, otherwise) : one;
  };
  const inForce = bundle.instruments.filter((one) => !isHeldOut(one)).map((one) => stands(compiled(one) ?? one));
  const others = bundle.instruments.filter(isHeldOut).flatMap((one) => compiled(one) ?? []);
  return { bundle: { ...bundle, instruments: inForce }, others };
};
