// The envelope of everything that crosses from one agency to another (domain reference 3.1). It travels inside
// the signature and inside the encryption: the broker sees a topic, a pseudonym and ciphertext.
import type { SubjectFacts, ItemFacts } from '@gatehouse/policy';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { LawCited } from './law-cited.ts';
import type { NoticeKind } from './to-product.ts';
import { misfitOfEnvelope, misfitOfReceipt } from './wire-schema.ts';

export const ENVELOPE_TYPE = 'gatehouse-item+jws';
export const RECEIPT_TYPE = 'gatehouse-receipt+jws';

/** A person the item is about, as the recipient may know him: a pseudonym of its own, and what its policy needs. */
export interface EnvelopeSubject extends Omit<SubjectFacts, 'ref'> {
  /** pseudonym for this recipient alone */
  ref: string;
  role: 'MAIN' | 'OTHER';
  /** reference under which audit records of every agency name this person; only oversight can resolve it */
  auditRef: string;
}

export interface Envelope {
  messageId: string;
  eventId: string;
  type: string;
  schemaVersion: string;
  itemId: string;
  product: string;
  disclosureId: string;
  originator: string;
  unit: string;
  recipient: string;
  occurredAt: string;
  recordedAt: string;
  publishedAt: string;
  purpose: string;
  caseRef: string | null;
  basis: {
    kind: 'MOU' | 'STATUTE' | 'VITAL_INTEREST';
    agreements: string[];
    /** the articles that allow it (clause 2); absent in what left before they travelled */
    law?: LawCited[];
  };
  underVersions: Record<string, number>;
  /** the grades the item stands on, where a rule asks for them again at reading */
  grades?: ItemFacts['grades'];
  violenceIndicator?: boolean;
  /** whom a list element of the payload is about, by the recipient's pseudonyms: so that text about somebody can be withheld */
  mentions?: { path: string; refs: string[] }[];
  /** the item this one corrects, withdraws or clears */
  about?: { itemId: string; kind: NoticeKind };
  classification: 'OFFICIAL' | 'RESTRICTED' | 'CONFIDENTIAL';
  handling: ItemFacts['handling'];
  markers: string[];
  priority: string;
  subjects: EnvelopeSubject[];
  reviewBy: string | null;
  /** the earlier of its own and that of the flows it left under (clause 12) */
  destroyBy: string | null;
  /** by which these parties look at it again, where its originator names no day; a later text may say a sooner one */
  reviewDue?: string;
  obligations: string[];
  degraded: boolean;
  /** ruling 8: the order key's own count and what came before, so that order never rests on the broker */
  order: { key: string; sequence: number; predecessor: string | null };
  traceId: string;
  payload: unknown;
}

/** What goes back: a person or a service of the recipient says that the item arrived, or that he has acted on it. */
export interface Receipt {
  receiptId: string;
  kind: 'delivered' | 'read' | 'acknowledged' | 'actioned';
  messageId: string;
  disclosureId: string;
  itemId: string;
  from: string;
  to: string;
  at: string;
  by: string | null;
}

/**
 * Reads a verified payload as an envelope: a correct signature says who sent it, not that it is well-formed.
 * @throws TerminalFault `malformed`, naming the place
 */
export const readEnvelope = (value: unknown): Envelope => fitting(value, misfitOfEnvelope(value));

/** Reads a verified payload as a receipt. @throws TerminalFault `malformed`, naming the place */
export const readReceipt = (value: unknown): Receipt => fitting(value, misfitOfReceipt(value));

const fitting = <T>(value: unknown, misfit: string | null): T => {
  if (misfit !== null) throw new TerminalFault(`not of this version's form at ${misfit}`, { code: 'malformed' });
  return value as T;
};
