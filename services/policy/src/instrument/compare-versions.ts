// What an amendment offers beyond each version that was agreed. A text that does not compile any more cannot be compared, and is taken to
// have offered nothing.
import {
  compareInstruments,
  compileDocument,
  type InstrumentDocument,
  type ProductCatalogue,
} from '@gatehouse/agreements';
import { canonicalJson } from '@gatehouse/crypto';
import type { Compared } from './amendment-notice.ts';
import type { Instrument } from './instrument.state.ts';

export const comparedWithAgreed = (
  instrument: Instrument,
  document: InstrumentDocument,
  products: ProductCatalogue,
): Compared[] => {
  if (instrument.status === 'none' || instrument.agreed.length === 0) return [];
  const after = compileDocument(inOneOrder(document), products);
  return instrument.agreed.map(({ document: agreed, sha256 }) => {
    const before = compileDocument(inOneOrder(agreed), products);
    const widens =
      'errors' in before ||
      'errors' in after ||
      compareInstruments(before.instrument, after.instrument).some(({ effect }) => effect === 'widens');
    return { sha256, widens };
  });
};

/** A store gives members back in an order of its own, and whoever drafts has another: that is no difference. */
const inOneOrder = (document: InstrumentDocument): InstrumentDocument =>
  JSON.parse(canonicalJson(document)) as InstrumentDocument;
