// The life of an instrument (clauses 24 to 29): what stands in the bundle follows from these events and from nothing else.
import type { InstrumentDocument } from '@gatehouse/agreements';
import type { EventTypes, Step } from '@gatehouse/event-store';
import type { Reinstate, Suspend, SuspensionScope, Terminate } from '@gatehouse/policy';
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

export type { SuspensionScope };

/** An order as its party signed it, and by which key. */
export interface Signed<T> {
  order: T;
  jws: string;
  kid: string;
}

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
  data: Done & {
    suspensionId: string;
    scope: SuspensionScope;
    reason: string;
    freezePriorCopies: boolean;
    /** null for the secretariat's, and for a party's from before orders were signed */
    signed: Signed<Suspend> | null;
  };
}

export interface MouReinstated {
  type: 'MouReinstated';
  data: Done & { suspensionId: string; reason: string; signed: Signed<Reinstate> | null };
}

/** Somebody said that a suspension may end, where the text asks everybody: it ends with the last word. */
export interface MouReinstatementAgreed {
  type: 'MouReinstatementAgreed';
  data: Done & { suspensionId: string; reason: string; signed: Signed<Reinstate> | null };
}

/** Records what the clock had ended already. */
export interface MouExpired {
  type: 'MouExpired';
  data: Done & { termTo: string };
}

/** A party said that it leaves, and when; the instrument ends then. */
export interface MouTerminationNoticed {
  type: 'MouTerminationNoticed';
  /** due: the day of the end, in the zone of the instrument */
  data: Done & { noticeId: string; effectiveAt: string; due: string; reason: string; signed: Signed<Terminate> };
}

/** On a notice, or because the working group decided so; from before that was asked for, on neither. */
export interface MouTerminated {
  type: 'MouTerminated';
  data: Done & { reason: string; noticeId: string | null; decisionId: string | null };
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

/** A party noticed a breach (clause 20). What happened is said elsewhere, under a key of its own. */
export interface MouBreachReported {
  type: 'MouBreachReported';
  data: Done & {
    breachId: string;
    /** the party that noticed it, and owes notice */
    owner: string;
    clause: string;
    noticedAt: string;
    /** whom notice is owed to, as the text says */
    tells: string[];
    /** until which instant, and which day that is in the zone of the instrument */
    noticeDue: string;
    due: string;
    /** as far as it is known */
    concerns: { parties: string[]; items: string[] };
  };
}

export interface MouBreachNoticeGiven {
  type: 'MouBreachNoticeGiven';
  /** late: recorded after the clock had run out */
  data: Done & {
    breachId: string;
    owner: string;
    clause: string;
    to: string;
    givenAt: string;
    evidence: string;
    late: boolean;
  };
}

/** The clock of a breach ran out, and notice to somebody was not recorded. */
export interface MouBreachNoticeLate {
  type: 'MouBreachNoticeLate';
  data: Done & { breachId: string; owner: string; clause: string; due: string };
}

export type KeyChange = 'PROPOSED' | 'REGISTERED' | 'REVOKED';

/** Something became of the signing key of a party of this instrument. */
export interface MouPartyKeyChanged {
  type: 'MouPartyKeyChanged';
  /** owner and reason: the party, and the change in words, as notices say them */
  data: Done & { party: string; kid: string; change: KeyChange; owner: string; reason: string };
}

export type InstrumentEvent =
  | MouDrafted
  | MouReviewed
  | MouSigned
  | MouEnteredIntoForce
  | MouAmended
  | MouRenewed
  | MouSuspended
  | MouReinstatementAgreed
  | MouReinstated
  | MouExpired
  | MouTerminationNoticed
  | MouTerminated
  | MouReturnProven
  | MouWoundDown
  | MouExpiryWarned
  | MouObligationDue
  | MouObligationArose
  | MouObligationLate
  | MouObligationDone
  | MouBreachReported
  | MouBreachNoticeGiven
  | MouBreachNoticeLate
  | MouPartyKeyChanged;

/** Until version 2 what a party ordered was not signed, and whoever could end an instrument needed no ground. */
const unsigned: Step = (data) => ({ ...data, signed: null });
const withoutGround: Step = (data) => ({ ...data, noticeId: null, decisionId: null });

/** Each with the steps from its older versions. */
export const instrumentEventTypes = {
  MouDrafted: [],
  MouReviewed: [],
  MouSigned: [],
  MouEnteredIntoForce: [],
  MouAmended: [],
  MouRenewed: [],
  MouSuspended: [unsigned],
  MouReinstatementAgreed: [],
  MouReinstated: [unsigned],
  MouExpired: [],
  MouTerminationNoticed: [],
  MouTerminated: [withoutGround],
  MouReturnProven: [],
  MouWoundDown: [],
  MouExpiryWarned: [],
  MouObligationDue: [],
  MouObligationArose: [],
  MouObligationLate: [],
  MouObligationDone: [],
  MouBreachReported: [],
  MouBreachNoticeGiven: [],
  MouBreachNoticeLate: [],
  MouPartyKeyChanged: [],
} satisfies EventTypes<InstrumentEvent>;

export const instrumentStream = (instrumentId: string): string => `instrument-${instrumentId}`;
