// What an officer saw, heard or was told, raw (domain reference 4.1). It never leaves the prison service: no event of this
// stream is a product.
import { sealed, type EventTypes } from '@gatehouse/event-store';

/** The three instants of an observation: an offline prison sends later, and order never comes from a clock. */
export interface Instants {
  /** when it was seen or heard, as the officer says */
  observedAt: string;
  /** when he wrote it down */
  writtenAt: string;
  /** when it reached this service */
  receivedAt: string;
}

export interface ObservedPerson {
  /** the id custody gave a prisoner, or a member of staff's */
  ref: string;
  role: 'MAIN' | 'ASSOCIATE' | 'AT_RISK' | 'STAFF';
}

export interface SecurityInformationReportSubmitted {
  type: 'SecurityInformationReportSubmitted';
  data: Instants & {
    sirUrn: string;
    prison: string;
    submittedBy: string;
    place: string | null;
    text: string;
    factOrOpinion: 'SEEN' | 'HEARD' | 'TOLD' | 'OPINION';
    subjects: ObservedPerson[];
    urgency: 'ROUTINE' | 'PRIORITY' | 'IMMEDIATE';
    actionTaken: string | null;
    /** false: nothing made from it is ever disseminated (28 CFR 23.20(c), CAT 15) */
    obtainedLawfully: boolean;
    /** 1, and one more each time it comes back improved */
    revision: number;
  };
}

interface Act {
  sirUrn: string;
  by: string;
  at: string;
}

export interface SecurityInformationReportRegistered {
  type: 'SecurityInformationReportRegistered';
  data: Act & {
    /** an earlier report of the same observation */
    duplicateOf: string | null;
  };
}

export interface SecurityInformationReportReturnedForQuality {
  type: 'SecurityInformationReportReturnedForQuality';
  data: Act & { reason: string };
}

export interface SecurityInformationReportClosed {
  type: 'SecurityInformationReportClosed';
  data: Act & {
    outcome: 'EVALUATED' | 'NO_INTELLIGENCE_VALUE' | 'UNFOUNDED' | 'DUPLICATE';
    /** the intelligence report that evaluates it */
    reportUrn: string | null;
    duplicateOf: string | null;
    reason: string | null;
  };
}

export type ObservationEvent =
  | SecurityInformationReportSubmitted
  | SecurityInformationReportRegistered
  | SecurityInformationReportReturnedForQuality
  | SecurityInformationReportClosed;

const ofReport = sealed({ clear: ['sirUrn', 'at'] });

/** Sealed under the report's own key, each with the steps from its older versions; none has one yet. */
export const observationEventTypes = {
  SecurityInformationReportSubmitted: sealed({ clear: ['sirUrn', 'receivedAt'] }),
  SecurityInformationReportRegistered: ofReport,
  SecurityInformationReportReturnedForQuality: ofReport,
  SecurityInformationReportClosed: ofReport,
} satisfies EventTypes<ObservationEvent>;

export const observationStream = (sirUrn: string): string => `security-information-report-${sirUrn}`;
