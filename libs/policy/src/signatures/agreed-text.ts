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

/** A text, and the day until which it is to be compiled; its digest names it. */
export interface ToCompile {
  sha256: string;
  to: string;
  document: InstrumentDocument;
}

/** A later version that lengthens the term lengthens it for what was published under an earlier one as well. */
export const toCompile = (texts: readonly Pick<AgreedText, 'document'>[]): ToCompile[] => {
  const last = texts.at(-1)?.document.term.to;
  return texts.map(({ document }) => {
    const { to } = document.term;
    return { document, sha256: documentDigest(document), to: last && to < last ? last : to };
  });
};

/**
 * Every version compiled, in their order.
 * @returns null where one of them does not compile
 */
export const compiledTexts = (
  texts: readonly Pick<AgreedText, 'document'>[],
  products: ProductCatalogue,
): CompiledInstrument[] | null => {
  const compiled = toCompile(texts).flatMap((text) => compiledUntil(text, products) ?? []);
  return compiled.length === texts.length ? compiled : null;
};

// A bundle comes each minute, and a text that was agreed never changes: it is compiled once a process.
const TEXTS_KEPT = 256;
const made = new WeakMap<ProductCatalogue, LRUCache<string, CompiledInstrument>>();

const madeWith = (products: ProductCatalogue): LRUCache<string, CompiledInstrument> => {
  const known = made.get(products) ?? new LRUCache<string, CompiledInstrument>({ max: TEXTS_KEPT });
  made.set(products, known);
  return known;
};

const keyOf = ({ sha256, to }: ToCompile): string => `${sha256} ${to}`;

/** What this process has compiled a text to; undefined where it has not. */
export const compilationOf = (text: ToCompile, products: ProductCatalogue): CompiledInstrument | undefined =>
  madeWith(products).get(keyOf(text));

/** Takes what a process before this one compiled a text to. */
export const takeCompilation = (text: ToCompile, products: ProductCatalogue, compiled: CompiledInstrument): void =>
  void madeWith(products).set(keyOf(text), compiled);

const compiledUntil = (text: ToCompile, products: ProductCatalogue): CompiledInstrument | null => {
  const before = compilationOf(text, products);
  if (before) return before;
  const { document, sha256, to } = text;
  const result = compileDocument({ ...document, term: { ...document.term, to } }, products);
  if ('errors' in result) return null;
  const instrument = { ...result.instrument, sha256 };
  takeCompilation(text, products, instrument);
  return instrument;
};

/**
 * An instrument of a bundle with what its text compiles to here: how it stands is whoever signs bundles' to say; what it says is what its
 * parties signed.
 * @param at now: which version is the current one
 */
export const asCompiledHere = (
  { state, suspension, suspensions, orders }: BundleInstrument,
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
    ...(orders ? { orders } : {}),
  };
};
