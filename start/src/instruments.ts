// The instruments of this deployment, compiled; one that does not compile stops the start with its lines.
import { compileInstrument, printErrors, type CompiledInstrument, type ProductCatalogue } from '@gatehouse/agreements';
import { instrumentIds, loadInstrumentSource, type InstrumentSource } from '@gatehouse/contracts';

/** Every instrument in `contracts/instruments`. */
export const allInstruments = (): InstrumentSource[] => instrumentIds().map(loadInstrumentSource);

/** @throws Error with file, line, column and suggestion of each mistake */
export const compileAll = (sources: InstrumentSource[], products: ProductCatalogue): CompiledInstrument[] =>
  sources.map(({ file, text }) => {
    const result = compileInstrument(text, file, products);
    if ('errors' in result) throw new Error(printErrors(file, result));
    return result.instrument;
  });
