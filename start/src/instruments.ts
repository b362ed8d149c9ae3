// The instruments of this deployment, compiled; one that does not compile stops the start with its lines.
import {
  compileInstrument,
  printErrors,
  type CompiledInstrument,
  type InstrumentDocument,
  type ProductCatalogue,
} from '@gatehouse/agreements';
import type { Samples } from '@gatehouse/policy-registry';
import { instrumentIds, loadInstrumentSource, type InstrumentSource } from '@gatehouse/contracts';
import { parse } from 'yaml';
import type { Keys } from './keys.ts';

/** Every instrument in `contracts/instruments`. */
export const allInstruments = (): InstrumentSource[] => instrumentIds().map(loadInstrumentSource);

/** @throws Error with file, line, column and suggestion of each mistake */
export const compileAll = (sources: InstrumentSource[], products: ProductCatalogue): CompiledInstrument[] =>
  sources.map(({ file, text }) => {
    const result = compileInstrument(text, file, products);
    if ('errors' in result) throw new Error(printErrors(file, result));
    return result.instrument;
  });

/** The documents, but for those of these ids, and the keys their invented parties sign them with: what a development start brings into force. */
export const samplesOf = async (
  sources: InstrumentSource[],
  keys: Pick<Keys, 'signers'>,
  undrafted: readonly string[] = [],
): Promise<Samples> => {
  const all = sources.map(({ text }) => parse(text, { schema: 'core', maxAliasCount: 0 }) as InstrumentDocument);
  const parties = all.flatMap((document) => document.parties.map(({ id }) => id));
  return { documents: all.filter(({ id }) => !undrafted.includes(id)), signers: await keys.signers(parties) };
};
