/**
 * The keys of one party: an Ed25519 pair to sign, an X25519 pair to receive, and two secrets of its own.
 *
 * Invariant: a key's id is its RFC 7638 thumbprint (SHA-256), so an id cannot be given to another key.
 */
import { randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

export interface PartyKeys {
  party: string;
  /** private Ed25519 with kid */
  signing: JWK;
  /** private X25519 with kid, for ECDH-ES */
  encryption: JWK;
  /** base64url, 32 bytes: HMAC key for the subject pseudonyms this party gives out */
  pseudonym: string;
  /** base64url, 32 bytes: seals the cursors this party gives out */
  cursor: string;
}

export interface PublicPartyKeys {
  party: string;
  signing: JWK;
  encryption: JWK;
}

/** Makes fresh keys for a party from the system's random source. */
export const generatePartyKeys = async (party: string): Promise<PartyKeys> => {
  const signing = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const encryption = await generateKeyPair('ECDH-ES+A256KW', { crv: 'X25519', extractable: true });
  return {
    party,
    signing: await withThumbprint(await exportJWK(signing.privateKey)),
    encryption: await withThumbprint(await exportJWK(encryption.privateKey)),
    pseudonym: randomBytes(32).toString('base64url'),
    cursor: randomBytes(32).toString('base64url'),
  };
};

/** What others may know of a party's keys. Members are named one by one: a private member can never slip through. */
export const publicKeys = (keys: PartyKeys): PublicPartyKeys => ({
  party: keys.party,
  signing: publicPart(keys.signing),
  encryption: publicPart(keys.encryption),
});

const publicPart = ({ kty, crv, x, kid }: JWK): JWK => ({ kty, crv, x, kid });

const withThumbprint = async (key: JWK): Promise<JWK> => ({ ...key, kid: await calculateJwkThumbprint(key) });
