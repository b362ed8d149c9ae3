// Which key of a party is good, and when. Promise: a key counts here only when this service was given it, or when a key that counts and was
// good then has signed it; whoever keeps the register of keys can take a key away, and can put none in its place. Pure but for the
// mathematics of Ed25519.
import { CryptoFault, detachedHeader, SIGNED_BESIDE, verifyDetached } from '@gatehouse/crypto';
import type { PartyKey, RegisteredKey, SigningKey } from './good-key.ts';

/** The keys that a service was given beside the register, by party: what its administrator had from each party itself. */
export type KnownSigners = Readonly<Record<string, readonly SigningKey[]>>;

export interface RegisteredKeys {
  party: string;
  keys: RegisteredKey[];
}

/** A revocation that this service has heard of. */
export interface Revocation {
  party: string;
  kid: string;
  since: string;
}

/**
 * The keys of a party that count at this service.
 * @param registered what the register says of them
 * @param known keys of the party that this service was given
 * @param revoked revocations heard of before: what was revoked comes back never, whatever the register says today
 */
export const keysThatCount = async (
  { party, keys }: RegisteredKeys,
  known: readonly SigningKey[],
  revoked: readonly Revocation[],
): Promise<PartyKey[]> => {
  const counting: PartyKey[] = [];
  for (const one of keys.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom))) {
    const given = known.some(({ kid, x }) => kid === one.key.kid && x === one.key.x);
    if (given || (await isEndorsed(party, one, counting)))
      counting.push({ ...one, revokedSince: earliest(party, one, revoked) });
  }
  return counting;
};

const isEndorsed = async (party: string, { key, validFrom, endorsement }: RegisteredKey, former: PartyKey[]) => {
  if (endorsement === null) return false;
  try {
    const { kid, iss } = detachedHeader(endorsement, SIGNED_BESIDE.partyKey);
    const by = former.find((one) => one.key.kid === kid && wasGood(one, validFrom));
    if (!by || iss !== party) return false;
    await verifyDetached(endorsement, { party, key }, by.key, SIGNED_BESIDE.partyKey);
    return true;
  } catch (fault) {
    if (fault instanceof CryptoFault) return false;
    throw fault;
  }
};

/** Until the instant at which another follows it, that one included: then it signs its successor. */
const wasGood = ({ validFrom, validUntil, revokedSince }: PartyKey, at: string): boolean =>
  validFrom <= at && (validUntil === null || at <= validUntil) && (revokedSince === null || at < revokedSince);

const earliest = (party: string, { key, revokedSince }: PartyKey, revoked: readonly Revocation[]): string | null => {
  const heard = revoked.filter((one) => one.party === party && one.kid === key.kid).map(({ since }) => since);
  return [...(revokedSince === null ? [] : [revokedSince]), ...heard].toSorted()[0] ?? null;
};
