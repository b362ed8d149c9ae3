// Examines a signature over a document before anything is decided on it: whose it is, over what, by which key, good when. Pure
// but for the mathematics of Ed25519.
import { CryptoFault, detachedHeader, verifyDetached, type DetachedHeader } from '@gatehouse/crypto';
import { goodAt, type PartyKey } from './good-key.ts';

export type SignatureFault =
  | 'signature-malformed'
  | 'signature-of-another-party'
  | 'signature-over-another-instrument'
  | 'signature-over-another-version'
  | 'signature-over-another-day'
  | 'signature-from-the-future'
  | 'signature-before-the-text'
  | 'signature-by-an-unknown-key'
  | 'signature-by-a-revoked-key'
  | 'signature-key-not-good-then'
  | 'signature-does-not-verify';

export interface Examined {
  fault: SignatureFault | null;
  kid: string;
}

export interface ToExamine {
  jws: string;
  typ: string;
  party: string;
  document: object;
  instrumentId: string;
  version: number;
  /** when the text was there to be signed; an older signature is a replayed one */
  since: string;
  /** of a text: the instant it is not to count before, as its signatures have to say it; null where they leave it open */
  effectiveFrom?: string | null;
  /** now */
  at: string;
  keys: { keys: readonly PartyKey[] };
}

/** A signer's clock may run a little ahead of ours, or behind; an hour is another instant. */
const CLOCK_TOLERANCE_MS = 300_000;

export const examineSignature = async (asked: ToExamine): Promise<Examined> => {
  const header = headerOf(asked);
  if (!header) return { fault: 'signature-malformed', kid: '' };
  return { fault: faultOfHeader(asked, header) ?? (await faultOfKey(asked, header)), kid: header.kid };
};

const headerOf = ({ jws, typ }: ToExamine): DetachedHeader | null => {
  try {
    return detachedHeader(jws, typ);
  } catch (fault) {
    if (fault instanceof CryptoFault) return null;
    throw fault;
  }
};

const faultOfHeader = (asked: ToExamine, header: DetachedHeader): SignatureFault | null => {
  if (header.iss !== asked.party) return 'signature-of-another-party';
  if (header['instrument'] !== asked.instrumentId) return 'signature-over-another-instrument';
  if (header['version'] !== asked.version) return 'signature-over-another-version';
  if (asked.effectiveFrom !== undefined && dayOf(header) !== asked.effectiveFrom) return 'signature-over-another-day';
  const signedAt = instantOf(header);
  if (signedAt === null) return 'signature-malformed';
  if (signedAt > Date.parse(asked.at) + CLOCK_TOLERANCE_MS) return 'signature-from-the-future';
  return signedAt < Date.parse(asked.since) - CLOCK_TOLERANCE_MS ? 'signature-before-the-text' : null;
};

const dayOf = ({ effectiveFrom = null }: DetachedHeader): unknown => effectiveFrom;

/** `iat` of RFC 7519: seconds. */
const instantOf = ({ iat }: DetachedHeader): number | null =>
  typeof iat === 'number' && Number.isSafeInteger(iat) && iat > 0 && iat < 1e11 ? iat * 1000 : null;

// The instant that counts is when it is handed in: a signer could write any day into his own header.
const faultOfKey = async (
  { jws, typ, document, keys, at }: ToExamine,
  { kid }: DetachedHeader,
): Promise<SignatureFault | null> => {
  const known = keys.keys.find(({ key }) => key.kid === kid);
  if (!known) return 'signature-by-an-unknown-key';
  const good = goodAt(known, at);
  if (good === 'revoked') return 'signature-by-a-revoked-key';
  if (good === 'not-then') return 'signature-key-not-good-then';
  try {
    await verifyDetached(jws, document, known.key, typ);
    return null;
  } catch (fault) {
    if (fault instanceof CryptoFault) return 'signature-does-not-verify';
    throw fault;
  }
};
