// An order of a party: signed by a key of its own, over this instrument, now, and taken once (clauses 25 and 27). The secretariat orders
// under its own name alone, and signs nothing here: bundles are its word. Pure: the signature was examined before.
import type { Order, SignatureFault } from '@gatehouse/policy';
import type { Standing } from './instrument.decider.ts';
import type { Signed } from './instrument.events.ts';
import type { Known } from './instrument.state.ts';

/** What a party ordered, with what was found of its signature. */
export interface Ordering<T extends Order> {
  signed: Signed<T> | null;
  fault: SignatureFault | null;
}

export type OrderRefusal =
  'order-not-signed' | 'order-out-of-time' | 'order-replayed' | 'order-of-no-version' | SignatureFault;

/** An order signed earlier or later than this is another day's: who keeps one back cannot choose when it counts. */
const WITHIN_MS = 300_000;

/** @returns what is wrong with it; 'done' for one that was taken already; null where it may be taken */
export const faultOfOrder = (
  { actsFor, at }: Pick<Standing, 'actsFor' | 'at'>,
  { signed, fault }: Ordering<Order>,
  { orders, agreed }: Known,
): OrderRefusal | 'done' | null => {
  if (actsFor === null) return null;
  if (!signed) return 'order-not-signed';
  if (fault) return fault;
  const before = orders.find(({ order }) => order.orderId === signed.order.orderId);
  if (before) return before.jws === signed.jws ? 'done' : 'order-replayed';
  if (!agreed.some(({ version }) => version === signed.order.version)) return 'order-of-no-version';
  return Math.abs(Date.parse(signed.order.at) - Date.parse(at)) > WITHIN_MS ? 'order-out-of-time' : null;
};
