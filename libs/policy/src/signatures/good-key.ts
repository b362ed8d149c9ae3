// A key of a party, and the time in which it is good. Pure: deciders ask it as well.
import type { JWK } from 'jose';

/** A public Ed25519 key with its id. */
export type SigningKey = JWK & { kid: string };

/** A key with the time in which it is good: [validFrom, validUntil), and nothing from `revokedSince` on. */
export interface PartyKey {
  key: SigningKey;
  validFrom: string;
  validUntil: string | null;
  revokedSince: string | null;
}

/** The same as the register says it, with the word of the key before it: a detached JWS over `{party, key}`; null for a first key. */
export interface RegisteredKey extends PartyKey {
  endorsement: string | null;
}

/** Whether a key is good at an instant, and else why not. */
export const goodAt = (
  { validFrom, validUntil, revokedSince }: PartyKey,
  at: string,
): 'good' | 'revoked' | 'not-then' => {
  if (revokedSince !== null && at >= revokedSince) return 'revoked';
  return validFrom <= at && (validUntil === null || at < validUntil) ? 'good' : 'not-then';
};
