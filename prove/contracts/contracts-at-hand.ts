// What is proven of: the texts of the contracts as they stand in the repository, every instrument compiled anew from its document. A
// test takes the same and plants a fault in it.
import { compileInstrument, printErrors, type CompiledInstrument } from '@gatehouse/agreements';
import {
  approvalRules,
  codeLists,
  dutyRules,
  instrumentIds,
  loadInstrumentSource,
  loadProductDocuments,
  loadProducts,
  policySchema,
  staticRules,
  type CodeLists,
  type ProductDocument,
} from '@gatehouse/contracts';

export interface Contracts {
  /** Cedar schema */
  schema: string;
  /** Cedar texts of the rules that hold for every instrument */
  common: string[];
  duties: string;
  approvals: string;
  instruments: CompiledInstrument[];
  products: ProductDocument[];
  lists: CodeLists;
}

const compiled = (id: string): CompiledInstrument => {
  const { file, text } = loadInstrumentSource(id);
  const result = compileInstrument(text, file, loadProducts());
  if ('errors' in result) throw new Error(printErrors(file, result));
  return result.instrument;
};

/** @throws Error naming line and clause when a document does not compile */
export const contractsAtHand = (): Contracts => ({
  schema: policySchema(),
  common: staticRules().map(({ text }) => text),
  duties: dutyRules().text,
  approvals: approvalRules().text,
  instruments: instrumentIds().map(compiled),
  products: loadProductDocuments(),
  lists: codeLists,
});
