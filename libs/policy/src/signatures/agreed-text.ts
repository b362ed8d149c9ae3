// What the parties of an instrument signed, version by version, and what it compiles to.
import {
  compileDocument,
  documentDigest,
  type CompiledInstrument,
  type InstrumentDocument,
  type ProductCatalogue,
} from '@gatehouse/agreements';
import { LRUCache } from 'lru-cache';
import type { BundleInstrument } from '../bundle.ts';

/** A detached JWS over the document, and when it was handed in. */
export interface HandedIn {
  party: string;
  at: string;
  jws: string;
}

/** A version that was agreed to: the one in force at an instant is the last that is effective then. */
export interface AgreedText {
  version: number;
  effectiveFrom: string;
  document: InstrumentDocument;
  signatures: HandedIn[];
}

/**
 * Every version compiled, in their order. A later version that lengthens the term lengthens it for what was published under an earlier
 * one as well.
 * @returns null where one of them does not compile
 */
export const compiledTexts = (
  texts: readonly Pick<AgreedText, 'document'>[],
  products: ProductCatalogue,
): CompiledInstrument[] | null => {
  const last = texts.at(-1);
  const compiled = texts.flatMap(({ document }) => {
    const { term } = document;
    return (
      compiledUntil(last && term.to < last.document.term.to ? last.document.term.to : term.to, document, products) ?? []
    );
  });
  return compiled.length === texts.length ? compiled : null;
};

// A bundle comes each minute, and a text that was agreed never changes: it is compiled once a process.
const TEXTS_KEPT = 256;
const made = new WeakMap<ProductCatalogue, LRUCache<string, CompiledInstrument>>();

const compiledUntil = (
  to: string,
  document: InstrumentDocument,
  products: ProductCatalogue,
): CompiledInstrument | null => {
  const known = made.get(products) ?? new LRUCache<string, CompiledInstrument>({ max: TEXTS_KEPT });
  made.set(products, known);
  const sha256 = documentDigest(document);
  const before = known.get(`${sha256} ${to}`);
  if (before) return before;
  const result = compileDocument({ ...document, term: { ...document.term, to } }, products);
  if ('errors' in result) return null;
  const instrument = { ...result.instrument, sha256 };
  known.set(`${sha256} ${to}`, instrument);
  return instrument;
};

/**
 * An instrument of a bundle with what its text compiles to here: how it stands is whoever signs bundles' to say; what it says is what its
 * parties signed.
 * @param at now: which version is the current one
 */
export const asCompiledHere = (
  { state, suspension, suspensions }: BundleInstrument,
  texts: AgreedText[],
  compiled: CompiledInstrument[],
  at: string,
): BundleInstrument => {
  const versions = texts.map(({ version, effectiveFrom }, place) => ({
    version,
    effectiveFrom,
    compiled: compiled[place]!,
  }));
  const current = versions.findLast(({ effectiveFrom }) => effectiveFrom <= at) ?? versions[0]!;
  return {
    state,
    ...(suspension ? { suspension } : {}),
    ...(suspensions ? { suspensions } : {}),
    compiled: current.compiled,
    ...(versions.length > 1 ? { history: versions } : {}),
    texts,
  };
};
