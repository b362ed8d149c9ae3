/**
 * Sign, then encrypt: canonical JSON (RFC 8785) -> JWS (RFC 7515, EdDSA) -> JWE (RFC 7516, ECDH-ES+A256KW, A256GCM).
 *
 * Promise: only the recipient can read it, and what it reads was signed by the party it names, for this recipient.
 * Invariants:
 * - The inner JWS names its recipient (`aud`): a recipient cannot encrypt what it got anew for a third party and have
 *   it pass as addressed there (the surreptitious forwarding of sign-then-encrypt).
 * - Algorithms are a list of one each, never the text's choice (RFC 8725 3.1); compression is refused.
 * - The signer's key must be known, and be the key of the party that the header names.
 * - Every changed byte is noticed (see compact.ts).
 */
import { CompactEncrypt, compactDecrypt } from 'jose';
import { compactParts, protectedHeader } from './compact.ts';
import { CryptoFault } from './crypto-fault.ts';
import type { PartyKeys, PublicPartyKeys } from './party-keys.ts';
import { sign, signedHeader, verifiedPayload } from './signed.ts';

const WRAP = 'ECDH-ES+A256KW';
const CONTENT = 'A256GCM';

export interface Opened {
  payload: unknown;
  /** the party that signed */
  signedBy: string;
  /** the signature over the whole payload, to keep as provenance */
  jws: string;
}

/**
 * @param payload a JSON object
 * @param typ the kind of message; opening asks for the same
 * @returns compact JWE
 */
export const sealFor = async (payload: object, from: PartyKeys, to: PublicPartyKeys, typ: string): Promise<string> => {
  const jws = await sign(payload, from, typ, to.party);
  return new CompactEncrypt(Buffer.from(jws, 'ascii'))
    .setProtectedHeader({ alg: WRAP, enc: CONTENT, typ, cty: 'JOSE', kid: to.encryption.kid ?? '' })
    .encrypt(to.encryption);
};

/**
 * @param jwe compact JWE as `sealFor` gave it
 * @param own the recipient's keys
 * @param senderOf the known parties, by the id of their signing key
 * @throws CryptoFault 'not-for-us' (another recipient's key or name), 'not-signed', 'unknown-signer', 'bad-signature',
 *   'malformed' (damaged, changed on the way, or another kind of message)
 */
export const openSealed = async (
  jwe: string,
  own: PartyKeys,
  senderOf: (kid: string) => PublicPartyKeys | undefined,
  typ: string,
): Promise<Opened> => {
  const jws = await decrypted(jwe, own, typ);
  const header = signedHeader(jws, typ);
  const sender = senderOf(header.kid);
  if (sender === undefined || sender.signing.kid !== header.kid || sender.party !== header.iss)
    throw new CryptoFault('unknown-signer', 'the signing key is not known as a key of the party that is named');
  const payload = await verifiedPayload(jws, sender.signing);
  if (header['aud'] !== own.party) throw new CryptoFault('not-for-us', 'signed for another recipient');
  return { payload, signedBy: sender.party, jws };
};

const decrypted = async (jwe: string, own: PartyKeys, typ: string): Promise<string> => {
  const { kid, typ: kind, zip } = protectedHeader(compactParts(jwe, 5)[0]);
  if (kid !== own.encryption.kid) throw new CryptoFault('not-for-us', 'encrypted to another key');
  if (kind !== typ || zip !== undefined) throw new CryptoFault('malformed', 'a sealed thing of another kind');
  try {
    const { plaintext } = await compactDecrypt(jwe, own.encryption, {
      keyManagementAlgorithms: [WRAP],
      contentEncryptionAlgorithms: [CONTENT],
    });
    return Buffer.from(plaintext).toString('utf8');
  } catch (cause) {
    throw new CryptoFault('malformed', 'the sealed text was changed or is damaged', { cause });
  }
};
