/**
 * A signature beside its document: detached JWS (RFC 7515 appendix F) with an unencoded payload (RFC 7797), EdDSA over Ed25519.
 *
 * Promise: it verifies over exactly one document in its RFC 8785 form, under one key, for one kind of thing. The document itself
 * stays readable where it stands, and a signature is useless beside another.
 * Invariants: as in signed.ts; `b64` is false and critical, so that who does not know RFC 7797 refuses instead of misreading.
 */
import { FlattenedSign, flattenedVerify, type JWK } from 'jose';
import { canonicalJson } from './canonical-json.ts';
import { compactParts, protectedHeader } from './compact.ts';
import { CryptoFault } from './crypto-fault.ts';

/** What parties sign beside a document: an instrument, what becomes of it, a proof of return, the key that comes after theirs. */
export const SIGNED_BESIDE = {
  agreement: 'gatehouse-agreement+jws',
  order: 'gatehouse-order+jws',
  return: 'gatehouse-return+jws',
  partyKey: 'gatehouse-party-key+jws',
} as const;

/** Who signed, and what the signature says about its document; read before it is checked, only to find the key. */
export type DetachedHeader = Record<string, unknown> & { kid: string; iss: string };

/**
 * @param document any JSON value; signed in its canonical form
 * @param from the party and its private signing key, with kid
 * @param typ what kind of thing is signed
 * @param bound what the signature says about the document, such as its version
 * @returns `header..signature`
 */
export const signDetached = async (
  document: object,
  from: { party: string; signing: JWK },
  typ: string,
  bound: Record<string, string | number>,
): Promise<string> => {
  const { protected: header, signature } = await new FlattenedSign(Buffer.from(canonicalJson(document), 'utf8'))
    .setProtectedHeader({
      ...bound,
      alg: 'EdDSA',
      typ,
      kid: from.signing.kid ?? '',
      iss: from.party,
      b64: false,
      crit: ['b64'],
    })
    .sign(from.signing);
  return `${header}..${signature}`;
};

/** @throws CryptoFault 'malformed', 'not-signed', 'bad-signature' or 'unknown-signer' for what is no detached JWS of this kind */
export const detachedHeader = (jws: string, typ: string): DetachedHeader => {
  const [header, payload, signature] = compactParts(jws, 3);
  if (payload !== '' || signature === '') throw new CryptoFault('not-signed', 'no detached JWS');
  const { alg, kid, iss, typ: kind, b64, crit, ...bound } = protectedHeader(header);
  if (alg !== 'EdDSA') throw new CryptoFault('bad-signature', 'an algorithm that is not allowed');
  if (kind !== typ || b64 !== false || JSON.stringify(crit) !== '["b64"]')
    throw new CryptoFault('malformed', 'a signature of another kind');
  if (typeof kid !== 'string' || typeof iss !== 'string') throw new CryptoFault('unknown-signer', 'no signer named');
  return { ...bound, kid, iss };
};

/** @throws CryptoFault as `detachedHeader` does, and 'unknown-signer' for another key's or 'bad-signature' */
export const verifyDetached = async (jws: string, document: object, signing: JWK, typ: string): Promise<void> => {
  if (detachedHeader(jws, typ).kid !== signing.kid) throw new CryptoFault('unknown-signer', 'signed with another key');
  const [header = '', , signature = ''] = jws.split('.');
  const payload = Buffer.from(canonicalJson(document), 'utf8');
  await flattenedVerify({ protected: header, payload, signature }, signing, { algorithms: ['EdDSA'] }).catch(
    (cause: unknown) => {
      throw new CryptoFault('bad-signature', 'the signature does not verify', { cause });
    },
  );
};
