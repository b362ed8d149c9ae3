// What a party orders about an instrument it is bound by (clauses 25 and 27), in the form in which it signs it. Promise: an order says which
// instrument, what, how far, since when, why, and counts once; whoever keeps the instruments can leave one out, and can make none. Pure but
// for the mathematics.
import { SIGNED_BESIDE } from '@gatehouse/crypto';
import { createHash } from 'node:crypto';
import { examineSignature, type Examined } from './examine-signature.ts';
import type { PartyKey } from './good-key.ts';

/** What a suspension reaches (clause 25): everything, what one party gives and gets, or fields of one sensitivity category. */
export type SuspensionScope =
  { kind: 'all' } | { kind: 'party'; party: string } | { kind: 'category'; category: string };

interface Ordered {
  /** a UUID of whoever orders: it counts once, and a suspension goes by it */
  orderId: string;
  instrumentId: string;
  /** of the text, as whoever orders knows it */
  version: number;
  party: string;
  /** SHA-256, base64url, of the reason: the words themselves are the parties' and travel no further */
  reasonSha256: string;
  at: string;
}

export interface Suspend extends Ordered {
  what: 'SUSPEND';
  scope: SuspensionScope;
  freezePriorCopies: boolean;
}

export interface Reinstate extends Ordered {
  what: 'REINSTATE';
  /** the order that is taken back */
  suspensionId: string;
}

/** Notice that the party leaves, and with it the end of the instrument. */
export interface Terminate extends Ordered {
  what: 'TERMINATE';
  effectiveAt: string;
}

export type Order = Suspend | Reinstate | Terminate;

/** An order with its detached JWS and the instant at which it was handed in. */
export interface SignedOrder<T extends Order = Order> {
  order: T;
  jws: string;
  handedInAt: string;
}

export const reasonDigest = (reason: string): string => createHash('sha256').update(reason, 'utf8').digest('base64url');

/** What the protected header of an order says, beside who signed. */
export const boundOf = ({
  instrumentId,
  version,
  at,
}: Order): { instrument: string; version: number; iat: number } => ({
  instrument: instrumentId,
  version,
  iat: Math.floor(Date.parse(at) / 1000),
});

/** What is wrong with the signature of an order; it must have been signed at the instant it names, and handed in soon after. */
export const examineOrder = ({ order, jws, handedInAt }: SignedOrder, keys: readonly PartyKey[]): Promise<Examined> =>
  examineSignature({
    jws,
    typ: SIGNED_BESIDE.order,
    party: order.party,
    document: order,
    instrumentId: order.instrumentId,
    version: order.version,
    since: order.at,
    at: handedInAt,
    keys: { keys },
  });
