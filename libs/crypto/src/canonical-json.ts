/**
 * One text for one value: RFC 8785 (JSON Canonicalization Scheme).
 *
 * Promise: equal values give equal bytes, whatever the order of their members; what has no JSON form is refused, never
 * dropped at the root. Invariant: signatures and hashes are taken over this text only.
 */
import canonicalize from 'canonicalize';
import { CryptoFault } from './crypto-fault.ts';

/**
 * @param value anything JSON can hold; members that are undefined are left out, as in JSON.stringify
 * @returns the canonical text
 * @throws CryptoFault 'malformed' for a root without JSON form, NaN, an infinity, a lone surrogate or a cycle
 */
export const canonicalJson = (value: unknown): string => {
  try {
    const text = canonicalize(value);
    if (text !== undefined) return text;
  } catch (cause) {
    throw new CryptoFault('malformed', 'a value without canonical JSON form', { cause });
  }
  throw new CryptoFault('malformed', 'a value without canonical JSON form');
};
