// The life of a report the police make for custody (domain reference 4.3): recorded, approved by another person, shared.
import { sealed, type EventTypes } from '@gatehouse/event-store';

export interface PoliceSubject {
  /** the police's own reference of the person in this report */
  ref: string;
  /** the reference under which the recipient disclosed the person, where he did */
  knownAs: string | null;
  /** the reference under which audit records name the person */
  auditRef: string;
  name: string;
  aliases: string[];
  role: 'MAIN' | 'OTHER';
  category: string;
  cases: string[];
}

export interface PoliceParagraph {
  n: number;
  text: string;
  factual: boolean;
  /** references of the people it is about */
  names: string[];
  grade: { scale: '3x5x2' | 'EUP'; source: string; information: string };
}

export interface PoliceHandling {
  code: 'P' | 'C';
  conditions: { code: string; date?: string; list?: string[] }[];
}

export interface PoliceReport {
  itemId: string;
  reportUrn: string;
  subjects: PoliceSubject[];
  paragraphs: PoliceParagraph[];
  reasonableGrounds: string;
  /** about the source; never leaves */
  sourceDetail: string | null;
  priority: 'ROUTINE' | 'PRIORITY' | 'IMMEDIATE';
  handling: PoliceHandling;
  reviewBy: string;
  unit: string;
  by: string;
  at: string;
}

export interface PoliceIntelligenceRecorded {
  type: 'PoliceIntelligenceRecorded';
  data: PoliceReport;
}

export interface PoliceIntelligenceApproved {
  type: 'PoliceIntelligenceApproved';
  data: { itemId: string; by: string; at: string };
}

/** Carries the whole record: what of it leaves is the instrument's business. */
export interface PoliceIntelligenceShared {
  type: 'PoliceIntelligenceShared';
  data: { report: PoliceReport; approvedBy: string; by: string; at: string };
}

export type PoliceIntelligenceEvent =
  PoliceIntelligenceRecorded | PoliceIntelligenceApproved | PoliceIntelligenceShared;

/** Sealed under the report's key, each with the steps from its older versions; none has one yet. */
export const policeIntelligenceEventTypes = {
  PoliceIntelligenceRecorded: sealed({ clear: ['itemId', 'at'] }),
  PoliceIntelligenceApproved: sealed({ clear: ['itemId', 'at'] }),
  PoliceIntelligenceShared: sealed({ clear: ['report.itemId', 'at'] }),
} satisfies EventTypes<PoliceIntelligenceEvent>;

export const policeIntelligenceStream = (itemId: string): string => `police-intelligence-${itemId}`;
