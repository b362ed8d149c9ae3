/**
 * Signed objects: compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037), payload RFC 8785 canonical JSON.
 *
 * Promise: what `verify` gives back is exactly what the holder of that key signed for that purpose.
 * Invariants: the algorithm is ours, never the text's choice (RFC 8725 3.1); `typ` keeps kinds of signed things apart
 * (RFC 8725 3.11); `kid` must be the verifying key's; the payload must be canonical, so one object has one text.
 */
import { CompactSign, compactVerify, type CompactJWSHeaderParameters, type JWK } from 'jose';
import { canonicalJson } from './canonical-json.ts';
import { compactParts, jsonObject, protectedHeader } from './compact.ts';
import { CryptoFault } from './crypto-fault.ts';
import type { PartyKeys } from './party-keys.ts';

/** Who signed what for whom; `aud` is absent on what is addressed to everyone. */
export type SignedHeader = Record<string, unknown> & { alg: 'EdDSA'; typ: string; kid: string; iss: string };

/**
 * @param payload a JSON object
 * @param from the signing party's keys
 * @param typ what kind of thing is signed, such as 'gatehouse-bundle'
 * @param audience the party it is meant for, when it is meant for one
 * @returns compact JWS
 */
export const sign = (payload: object, from: PartyKeys, typ: string, audience?: string): Promise<string> => {
  const header = {
    alg: 'EdDSA',
    typ,
    kid: from.signing.kid ?? '',
    iss: from.party,
  } satisfies CompactJWSHeaderParameters;
  return new CompactSign(Buffer.from(canonicalJson(payload), 'utf8'))
    .setProtectedHeader(audience === undefined ? header : { ...header, aud: audience })
    .sign(from.signing);
};

/**
 * @param jws compact JWS
 * @param signing the public signing key it must verify under
 * @param typ the kind it must be
 * @returns the signed object
 * @throws CryptoFault 'malformed', 'not-signed', 'unknown-signer' (another key's id) or 'bad-signature'
 */
export const verify = async (jws: string, signing: JWK, typ: string): Promise<unknown> => {
  const header = signedHeader(jws, typ);
  if (header.kid !== signing.kid) throw new CryptoFault('unknown-signer', 'signed with another key');
  return verifiedPayload(jws, signing);
};

/** Reads a JWS's header before its signature is checked: only to find the key. */
export const signedHeader = (jws: string, typ: string): SignedHeader => {
  if (jws.split('.').length !== 3) throw new CryptoFault('not-signed', 'no JWS where one must be');
  const { alg, kid, iss, typ: kind, ...rest } = protectedHeader(compactParts(jws, 3)[0]);
  if (alg === undefined || alg === 'none' || jws.endsWith('.'))
    throw new CryptoFault('not-signed', 'a JWS without signature');
  if (alg !== 'EdDSA') throw new CryptoFault('bad-signature', 'an algorithm that is not allowed');
  if (kind !== typ) throw new CryptoFault('malformed', 'a signed thing of another kind');
  if (typeof kid !== 'string' || typeof iss !== 'string') throw new CryptoFault('unknown-signer', 'no signer named');
  return { ...rest, alg, kid, iss, typ };
};

/** Checks the signature and gives the object under it. */
export const verifiedPayload = async (jws: string, signing: JWK): Promise<unknown> => {
  const { payload } = await compactVerify(jws, signing, { algorithms: ['EdDSA'] }).catch((cause: unknown) => {
    throw new CryptoFault('bad-signature', 'the signature does not verify', { cause });
  });
  const text = Buffer.from(payload).toString('utf8');
  const value = jsonObject(text);
  if (value === undefined || canonicalJson(value) !== text)
    throw new CryptoFault('malformed', 'the payload is no canonical JSON object');
  return value;
};
