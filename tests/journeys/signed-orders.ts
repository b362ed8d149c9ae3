// Orders as a party's signatory signs and hands them in, for stories.
import { SIGNED_BESIDE, signDetached, type PartyKeys } from '@gatehouse/crypto';
import { boundOf, reasonDigest, type Order, type SuspensionScope } from '@gatehouse/policy';
import { randomUUID } from 'node:crypto';

export type OrderSaid =
  | { what: 'SUSPEND'; scope: SuspensionScope }
  | { what: 'REINSTATE'; suspensionId: string }
  | { what: 'TERMINATE'; effectiveAt: string };

/** @returns the body of the request: what is ordered, why, and the order itself, signed at that instant */
export const signedOrder = async (
  keys: PartyKeys,
  { instrumentId, version = 1, at }: { instrumentId: string; version?: number; at: Date },
  { reason, ...said }: OrderSaid & { reason: string },
): Promise<object> => {
  const named = { orderId: randomUUID(), version, at: at.toISOString() };
  const how = said.what === 'SUSPEND' ? { ...said, freezePriorCopies: false } : said;
  const order = { ...named, instrumentId, party: keys.party, reasonSha256: reasonDigest(reason), ...how } as Order;
  const jws = await signDetached(order, keys, SIGNED_BESIDE.order, boundOf(order));
  const { what: _what, ...body } = said;
  return { ...body, reason, order: { ...named, jws } };
};
