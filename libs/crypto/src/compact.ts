/**
 * The strict reading of compact JOSE texts (RFC 7515 section 7.1, RFC 7516 section 7.1).
 *
 * Invariant: one value has one text. Decoders ignore the unused bits of the last base64url character, so without this
 * check a changed byte could still verify; here every part must be exactly what its bytes encode to.
 */
import { CryptoFault } from './crypto-fault.ts';

/** @returns the parts; throws CryptoFault 'malformed' for another number of parts or a part that is not canonical base64url */
export const compactParts = (text: string, count: 3 | 5): string[] => {
  const parts = text.split('.');
  if (parts.length !== count || !parts.every(canonical)) throw new CryptoFault('malformed', 'not a compact JOSE text');
  return parts;
};

const canonical = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;

/** @returns the protected header; throws CryptoFault 'malformed' when it is no JSON object */
export const protectedHeader = (part: string | undefined): Record<string, unknown> => {
  const header = jsonObject(Buffer.from(part ?? '', 'base64url').toString('utf8'));
  if (header === undefined) throw new CryptoFault('malformed', 'a protected header that is no JSON object');
  return header;
};

/** @returns the object a text holds, or undefined when it holds none */
export const jsonObject = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};
