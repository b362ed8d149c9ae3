// The life of an instrument (clauses 24 to 29): what stands in the bundle follows from these events and from nothing else.
import type { InstrumentDocument } from '@gatehouse/agreements';
import type { EventTypes } from '@gatehouse/event-store';
import type { Hand } from '../registry.ts';

interface Done {
  instrumentId: string;
  by: Hand;
  at: string;
}

interface OfVersion extends Done {
  version: number;
  /** SHA-256, base64url, of the document in RFC 8785 form */
  sha256: string;
}

/** What a suspension reaches (clause 25): everything, what one party gives and gets, or fields of one sensitivity category. */
export type SuspensionScope =
  { kind: 'all' } | { kind: 'party'; party: string } | { kind: 'category'; category: string };

/** The text of a version, the first or one that amends; it replaces a text that nobody has signed. */
export interface MouDrafted {
  type: 'MouDrafted';
  data: OfVersion & {
    document: InstrumentDocument;
    /** of a version that amends: not before this instant; null for as soon as it is brought into force */
    effectiveFrom: string | null;
  };
}

export interface MouReviewed {
  type: 'MouReviewed';
  data: OfVersion;
}

export interface MouSigned {
  type: 'MouSigned';
  data: OfVersion & { party: string; kid: string; jws: string };
}

export interface MouEnteredIntoForce {
  type: 'MouEnteredIntoForce';
  data: OfVersion;
}

export interface MouAmended {
  type: 'MouAmended';
  data: OfVersion & { effectiveFrom: string };
}

/** An amendment of nothing but the term. */
export interface MouRenewed {
  type: 'MouRenewed';
  data: OfVersion & { effectiveFrom: string; termTo: string };
}

export interface MouSuspended {
  type: 'MouSuspended';
  data: Done & { suspensionId: string; scope: SuspensionScope; reason: string; freezePriorCopies: boolean };
}

export interface MouReinstated {
  type: 'MouReinstated';
  data: Done & { suspensionId: string; reason: string };
}

/** Records what the clock had ended already. */
export interface MouExpired {
  type: 'MouExpired';
  data: Done & { termTo: string };
}

export interface MouTerminated {
  type: 'MouTerminated';
  data: Done & { reason: string };
}

/** What a party did with what it received, of the list its ledger gives (clause 27). */
export interface ReturnStatement {
  instrumentId: string;
  party: string;
  method: 'RETURNED' | 'ERASURE_CERTIFIED';
  list: { sha256: string; items: number };
}

export interface MouReturnProven {
  type: 'MouReturnProven';
  data: Done & { statement: ReturnStatement; kid: string; jws: string };
}

export interface MouWoundDown {
  type: 'MouWoundDown';
  data: Done;
}

export interface MouExpiryWarned {
  type: 'MouExpiryWarned';
  data: Done & { daysLeft: number; termTo: string };
}

export interface MouObligationDue {
  type: 'MouObligationDue';
  /** clause: of its text, and which of its obligations: `26.1` */
  data: Done & { clause: string; owner: string; due: string; daysLeft: number };
}

/** The event came from which an obligation runs, and which this service does not see by itself: its day follows. */
export interface MouObligationArose {
  type: 'MouObligationArose';
  data: Done & { clause: string; owner: string; happenedAt: string; due: string };
}

/** The day of an obligation passed, and nobody recorded it as done. */
export interface MouObligationLate {
  type: 'MouObligationLate';
  data: Done & { clause: string; owner: string; due: string };
}

export interface MouObligationDone {
  type: 'MouObligationDone';
  data: Done & { clause: string; owner: string; due: string; late: boolean; evidence: string };
}

export type InstrumentEvent =
  | MouDrafted
  | MouReviewed
  | MouSigned
  | MouEnteredIntoForce
  | MouAmended
  | MouRenewed
  | MouSuspended
  | MouReinstated
  | MouExpired
  | MouTerminated
  | MouReturnProven
  | MouWoundDown
  | MouExpiryWarned
  | MouObligationDue
  | MouObligationArose
  | MouObligationLate
  | MouObligationDone;

/** Each with the steps from its older versions; none has one yet. */
export const instrumentEventTypes = {
  MouDrafted: [],
  MouReviewed: [],
  MouSigned: [],
  MouEnteredIntoForce: [],
  MouAmended: [],
  MouRenewed: [],
  MouSuspended: [],
  MouReinstated: [],
  MouExpired: [],
  MouTerminated: [],
  MouReturnProven: [],
  MouWoundDown: [],
  MouExpiryWarned: [],
  MouObligationDue: [],
  MouObligationArose: [],
  MouObligationLate: [],
  MouObligationDone: [],
} satisfies EventTypes<InstrumentEvent>;

export const instrumentStream = (instrumentId: string): string => `instrument-${instrumentId}`;
