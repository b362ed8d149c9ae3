// Feeds a case through the product: its compact agreements through the same compiler as a signed instrument, its
// categories as the product's, everything else as the question it is.
import {
  compileDocument,
  covers,
  type CompiledInstrument,
  type Flow,
  type Product,
  type ProductCatalogue,
} from '@gatehouse/agreements';
import { loadProducts } from '@gatehouse/contracts';
import { decisionPoint, type Bundle, type BundleInstrument, type Decision, type Question } from '@gatehouse/policy';
import type { CaseAgreement, NeedToKnowCase } from './need-to-know-case.ts';

const allFlows = (agreements: CaseAgreement[]): Flow[] =>
  agreements.flatMap(({ flows, versions }) => [...flows, ...(versions ?? []).flatMap((version) => version.flows)]);

/** A product no item of the case shows: what the contracts say of it; a field nobody knows is treated as source. */
const otherProduct = (product: string, flows: Flow[], known: ProductCatalogue): Product => {
  const fields = { ...known.get(product)?.fields };
  for (const path of flows.filter((flow) => flow.product === product).flatMap((flow) => flow.fields))
    if (!Object.keys(fields).some((leaf) => covers(path, leaf))) fields[path] = 'SRC';
  return { product, orderKey: 'item', fields };
};

/** The catalogue of a case: the categories of its items; `known` is what the contracts say of other products. */
export const productsOf = (
  given: Pick<NeedToKnowCase, 'agreements' | 'item' | 'otherItems'>,
  known: ProductCatalogue = loadProducts(),
): ProductCatalogue => {
  const flows = allFlows(given.agreements);
  const catalogue: ProductCatalogue = new Map(
    flows.map(({ product }) => [product, otherProduct(product, flows, known)]),
  );
  for (const { product, categories } of [...(given.otherItems ?? []), given.item])
    catalogue.set(product, { product, orderKey: 'item', fields: { ...categories } });
  return catalogue;
};

const compile = (
  agreement: CaseAgreement,
  version: number,
  flows: Flow[],
  products: ProductCatalogue,
): CompiledInstrument => {
  const { id, instrument, timezone, term, parties, clauses } = agreement;
  const text = { id, version, instrument, timezone, term, parties, flows, ...(clauses && { clauses }) };
  const result = compileDocument(text, products);
  if ('errors' in result)
    throw new Error(`${id} does not compile: ${result.errors.map(({ message }) => message).join('; ')}`);
  return result.instrument;
};

/** An agreement of a case as a bundle holds it, with its versions. */
export const asBundled = (agreement: CaseAgreement, products: ProductCatalogue): BundleInstrument => ({
  state: agreement.state,
  ...(agreement.suspension && { suspension: agreement.suspension }),
  compiled: compile(agreement, agreement.version, agreement.flows, products),
  ...(agreement.versions && {
    history: agreement.versions.map(({ version, effectiveFrom, flows }) => ({
      version,
      effectiveFrom,
      compiled: compile(agreement, version, flows, products),
    })),
  }),
});

/** The bundle a case speaks of. */
export const bundleOf = (given: NeedToKnowCase, products: ProductCatalogue): Bundle => ({
  version: 1,
  issuedAt: given.now,
  maxAgeSeconds: given.bundle.maxAgeSeconds,
  instruments: given.agreements.map((agreement) => asBundled(agreement, products)),
  parties: [],
});

export const questionOf = (given: NeedToKnowCase): Question => {
  const { now, caller, request, item, subjects, bundle, openCorrections, countryRisk, otherItems } = given;
  return { now, caller, request, item, subjects, bundle, openCorrections, countryRisk, otherItems };
};

/** The product's answer to a case. */
export const decideCase = (given: NeedToKnowCase): Decision => {
  const products = productsOf(given);
  return decisionPoint(bundleOf(given, products), products).decide(questionOf(given));
};
