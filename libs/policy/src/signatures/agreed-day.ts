// The day from which a text counts, as it was agreed: each signature says not before when, or leaves it to the moment at which all have signed.
import { CryptoFault, detachedHeader, SIGNED_BESIDE } from '@gatehouse/crypto';
import type { AgreedText } from './agreed-text.ts';

/** Whether a text is said to count sooner than this signature allows; texts from before that was signed say no day. */
export const countsTooSoon = (
  { effectiveFrom }: Pick<AgreedText, 'effectiveFrom'>,
  { jws, at }: AgreedText['signatures'][number],
): boolean => {
  const agreed = agreedDay(jws);
  return effectiveFrom < (typeof agreed === 'string' && agreed > at ? agreed : at);
};

const agreedDay = (jws: string): unknown => {
  try {
    return detachedHeader(jws, SIGNED_BESIDE.agreement)['effectiveFrom'];
  } catch (fault) {
    if (fault instanceof CryptoFault) return undefined;
    throw fault;
  }
};
