// The disclosure ledger: one stream per item and recipient in the originator's own store. It names what was decided and
// what became of it, with field names and never the content, so that a correction can find every recipient (invariant I5).
import type { EventTypes } from '@gatehouse/event-store';
import type { Decision } from '@gatehouse/policy';

/** What the ledger and the audit trail keep of a decision. */
export type RecordedDecision = Pick<Decision, 'effect' | 'reason' | 'reasonsInOrder' | 'obligations' | 'agreements'>;

export interface DisclosureDecided {
  type: 'DisclosureDecided';
  data: {
    disclosureId: string;
    itemId: string;
    product: string;
    recipient: string;
    released: boolean;
    held: boolean;
    degraded: boolean;
    /** the code of the question that decided */
    reason: string;
    publication: RecordedDecision;
    delivery: RecordedDecision;
    /** within which its recipient answers it, or has it: of a notice as the instruments of its item say; null: as its flow asks */
    dueWithin: string | null;
    fields: string[];
    /** exact leaves that left, where `fields` names their kind: a replay sends no other */
    paths: string[];
    /** whom the message named, as audit records name them */
    subjects: string[];
    bundleVersion: number;
    messageId: string | null;
    order: { key: string; sequence: number; predecessor: string | null } | null;
  };
}

export interface DisclosureDelivered {
  type: 'DisclosureDelivered';
  data: { disclosureId: string; itemId: string; recipient: string; at: string };
}

export interface DisclosureAcknowledged {
  type: 'DisclosureAcknowledged';
  data: { disclosureId: string; itemId: string; recipient: string; at: string; by: string };
}

/** A person of the recipient opened it for the first time. */
export interface DisclosureRead {
  type: 'DisclosureRead';
  data: { disclosureId: string; itemId: string; recipient: string; at: string; by: string };
}

/** A person of the recipient said that a step was taken on it. */
export interface DisclosureActioned {
  type: 'DisclosureActioned';
  data: { disclosureId: string; itemId: string; recipient: string; at: string; by: string };
}

/** The recipient passed it on, or used it in proceedings, under a consent of ours: told by it, as a foreign fact. */
export interface DisclosureUsed {
  type: 'DisclosureUsed';
  data: {
    itemId: string;
    recipient: string;
    useId: string;
    /** the request under whose consent */
    requestId: string;
    use: string;
    /** to whom it was passed on; null in proceedings */
    passedTo: string | null;
    fields: string[];
    by: string;
    at: string;
  };
}

/** What is said of one disclosure. */
export type OfDisclosure =
  DisclosureDecided | DisclosureDelivered | DisclosureRead | DisclosureAcknowledged | DisclosureActioned;

export type LedgerEvent = OfDisclosure | DisclosureUsed;

/** Each with the steps from its older versions. What left before clause 15 was read was owed as its flow asked. */
export const ledgerEventTypes = {
  DisclosureDecided: [(first) => ({ ...first, dueWithin: null })],
  DisclosureDelivered: [],
  DisclosureRead: [],
  DisclosureAcknowledged: [],
  DisclosureActioned: [],
  DisclosureUsed: [],
} satisfies EventTypes<LedgerEvent>;

/** The ledger stream of one item towards one recipient. */
export const ledgerStream = (itemId: string, recipient: string): string => `disclosure-${itemId}-${recipient}`;

/** The decision as it is kept: reasons and versions, no content. */
export const recorded = (d: Decision): RecordedDecision => ({
  effect: d.effect,
  reason: d.reason,
  reasonsInOrder: d.reasonsInOrder,
  obligations: d.obligations,
  agreements: d.agreements,
});
