// Instruments signed as their parties sign them, for tests: with keys made for the test, and the register that says them.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { publicKeys, SIGNED_BESIDE, signDetached, type PartyKeys } from '@gatehouse/crypto';
import type { AgreedText } from './agreed-text.ts';
import type { SigningKey } from './good-key.ts';
import type { KnownSigners, RegisteredKeys } from './signing-keys.ts';

export const SINCE = '2026-01-05T00:00:00.000Z';

export const signingKeyOf = (keys: PartyKeys): SigningKey => publicKeys(keys).signing as SigningKey;

export const signatureBy = (keys: PartyKeys, document: InstrumentDocument, at = SINCE): Promise<string> => {
  const bound = { instrument: document.id, version: document.version, iat: Math.floor(Date.parse(at) / 1000) };
  return signDetached(document, keys, SIGNED_BESIDE.agreement, bound);
};

/** A version that these have signed, and that counts from the instant on at which they did. */
export const signedText = async (
  document: InstrumentDocument,
  signers: readonly PartyKeys[],
  at = SINCE,
): Promise<AgreedText> => ({
  version: document.version,
  effectiveFrom: at,
  document,
  signatures: await Promise.all(
    signers.map(async (keys) => ({ party: keys.party, at, jws: await signatureBy(keys, document, at) })),
  ),
});

/** First keys, one a party. */
export const registered = (signers: readonly PartyKeys[]): RegisteredKeys[] =>
  signers.map((keys) => ({
    party: keys.party,
    keys: [
      {
        key: signingKeyOf(keys),
        validFrom: '2026-01-01T00:00:00.000Z',
        validUntil: null,
        revokedSince: null,
        endorsement: null,
      },
    ],
  }));

export const knownFrom = (signers: readonly PartyKeys[]): KnownSigners =>
  Object.fromEntries(signers.map((keys) => [keys.party, [signingKeyOf(keys)]]));
