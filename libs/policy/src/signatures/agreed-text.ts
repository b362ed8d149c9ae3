// What the parties of an instrument signed, version by version, and what it compiles to.
import {
  compileDocument,
  type CompiledInstrument,
  type InstrumentDocument,
  type ProductCatalogue,
} from '@gatehouse/agreements';
import { canonicalJson } from '@gatehouse/crypto';
import { createHash } from 'node:crypto';
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

/** SHA-256, base64url, of a document in RFC 8785 form. */
export const shaOfDocument = (document: object): string =>
  createHash('sha256').update(canonicalJson(document)).digest('base64url');

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
    const to = last && term.to < last.document.term.to ? last.document.term.to : term.to;
    const result = compileDocument({ ...document, term: { ...term, to } }, products);
    return 'errors' in result ? [] : [{ ...result.instrument, sha256: shaOfDocument(document) }];
  });
  return compiled.length === texts.length ? compiled : null;
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
