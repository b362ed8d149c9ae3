// An alert is an action message with a short life that stands on graded reports (domain reference 4.1). An event that goes to
// others holds the owner's whole record, also what never leaves; the instrument says what of it does.
import { sealed, type EventTypes } from '@gatehouse/event-store';
import type { ItemFacts, SubjectFacts } from '@gatehouse/policy';
import type { Handling } from '@gatehouse/handling';

/** A person an alert is about, with the facts about him that policy asks for, as of the day it was raised. */
export interface AlertSubject extends Omit<SubjectFacts, 'ref'> {
  subjectId: string;
  name: string;
  aliases: string[];
  role: 'MAIN' | 'OTHER';
}

/** Somebody the alert names beside its subjects; without an id he stands in no report. */
export interface NamedPerson {
  subjectId: string | null;
  name: string;
}

/** What an alert was made from, as strict as it was: it is never looser than one of its parts. */
export interface AlertPart {
  reportUrn: string;
  handling: Handling;
  markers: string[];
  destroyBy: string | null;
}

export interface AlertRecord {
  alertId: string;
  alertType: string;
  priority: 'ROUTINE' | 'PRIORITY' | 'IMMEDIATE';
  reportUrns: string[];
  grades: NonNullable<ItemFacts['grades']>;
  derivedFrom: AlertPart[];
  subjects: AlertSubject[];
  whoAtRisk: NamedPerson | null;
  bySubject: NamedPerson | null;
  violenceIndicator: boolean;
  nature: string;
  where: string | null;
  when: string | null;
  whatToDo: string;
  whatNotToDo: string | null;
  dutyContact: string | null;
  history: string | null;
  sourceNote: string | null;
  handling: Handling;
  /** the day the person is released, where the life of the alert hangs on it */
  releaseOn: string | null;
  ackWithin: string;
  validUntil: string;
  unit: string;
  by: string;
  at: string;
}

export interface IntelligenceAlertRaised {
  type: 'IntelligenceAlertRaised';
  data: AlertRecord;
}

/** It lives on, with a reason, and goes out anew: an item of its own, so that it is acknowledged anew. */
export interface IntelligenceAlertRenewed {
  type: 'IntelligenceAlertRenewed';
  data: AlertRecord & { itemId: string; reason: string };
}

interface Act {
  alertId: string;
  by: string;
  at: string;
}

/** By a person of the own service; what other agencies' people did stands in the ledger. */
export interface IntelligenceAlertAcknowledged {
  type: 'IntelligenceAlertAcknowledged';
  data: Act & { unit: string };
}

export interface IntelligenceAlertActioned {
  type: 'IntelligenceAlertActioned';
  data: Act & { unit: string; whatWasDone: string };
}

/** It is over before its time. One event for each item it went out as: the holders of each are told. */
export interface IntelligenceAlertCleared {
  type: 'IntelligenceAlertCleared';
  data: Act & {
    noticeId: string;
    itemId: string;
    reason: string;
    unit: string;
    /** with what the type asks for again */
    alertType: string;
    grades: AlertRecord['grades'];
    violenceIndicator: boolean;
    subjects: AlertSubject[];
    handling: Handling;
    /** for which it was raised: the notice goes where the alert went, for what it went */
    purpose: string;
    caseRef: string | null;
  };
}

/** Records that its time is over; that it is follows from the clock alone. */
export interface IntelligenceAlertExpired {
  type: 'IntelligenceAlertExpired';
  data: { alertId: string; validUntil: string; at: string };
}

export type AlertEvent =
  | IntelligenceAlertRaised
  | IntelligenceAlertRenewed
  | IntelligenceAlertAcknowledged
  | IntelligenceAlertActioned
  | IntelligenceAlertCleared
  | IntelligenceAlertExpired;

const ofAlert = sealed({ clear: ['alertId', 'at'] });

/** Sealed under the alert's key, each with the steps from its older versions; none has one yet. */
export const alertEventTypes = {
  IntelligenceAlertRaised: sealed({ clear: ['alertId', 'reportUrns', 'at'] }),
  IntelligenceAlertRenewed: sealed({ clear: ['alertId', 'itemId', 'reportUrns', 'at'] }),
  IntelligenceAlertAcknowledged: ofAlert,
  IntelligenceAlertActioned: ofAlert,
  IntelligenceAlertCleared: sealed({ clear: ['alertId', 'noticeId', 'itemId', 'at'] }),
  IntelligenceAlertExpired: ofAlert,
} satisfies EventTypes<AlertEvent>;

export const alertStream = (alertId: string): string => `intelligence-alert-${alertId}`;
