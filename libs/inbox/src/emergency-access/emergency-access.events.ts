// Emergency accesses of one person to one item, and what two others found about each. One stream for both, so that who asks again
// meets what he did before.
import { sealed, type EventTypes, type Step } from '@gatehouse/event-store';
import type { EnvelopeSubject } from '@gatehouse/sharing';
import { receivedItemStream } from '../received-item/received-item.events.ts';
import type { DeclaredEmergency } from './declared-emergency.ts';
import { AT_ONCE, USUAL_REVIEWERS } from './emergency-terms.ts';

export const VERDICTS = ['JUSTIFIED', 'UNJUSTIFIED'] as const;
export type Verdict = (typeof VERDICTS)[number];

interface OfAccess {
  accessId: string;
  itemId: string;
  /** who used it */
  person: string;
  at: string;
}

/** The item was opened under an instrument of vital interest, for a time. */
export interface EmergencyAccessUsed {
  type: 'EmergencyAccessUsed';
  data: OfAccess & {
    product: string;
    originator: string;
    unit: string;
    /** the unit whose line is told; null for the service's own duty unit, where his has none */
    supervisedBy: string | null;
    /** who stood above him at that moment: none of them reviews it */
    line: string[];
    declared: DeclaredEmergency;
    subjects: EnvelopeSubject[];
    agreements: string[];
    /** from this instant on it opens nothing */
    until: string;
    /** by when the reviews are due */
    reviewBy: string;
    /** within which the originator has its notice (ISO 8601) */
    noticeWithin: string;
    /** how many look at it, each for himself */
    reviewers: number;
  };
}

/** People outside the line are to look at it. */
export interface EmergencyReviewRequested {
  type: 'EmergencyReviewRequested';
  data: OfAccess & { reviewBy: string; auditRefs: string[] };
}

/** He asked, under it, for fields beyond the minimum, and got none. */
export interface EmergencyScopeExceeded {
  type: 'EmergencyScopeExceeded';
  data: OfAccess & { fields: string[] };
}

export interface EmergencyAccessReviewed {
  type: 'EmergencyAccessReviewed';
  data: OfAccess & { by: string; unit: string; verdict: Verdict; reason: string; late: boolean };
}

/** All have said what they found: justified when each found it so. */
export interface EmergencyReviewConcluded {
  type: 'EmergencyReviewConcluded';
  data: OfAccess & { verdict: Verdict; late: boolean };
}

export type EmergencyAccessEvent =
  | EmergencyAccessUsed
  | EmergencyReviewRequested
  | EmergencyScopeExceeded
  | EmergencyAccessReviewed
  | EmergencyReviewConcluded;

const STREAM = 'emergency-access-';
const UUID_LENGTH = 36;
const itemOf = (streamId: string): string =>
  receivedItemStream(streamId.slice(STREAM.length, STREAM.length + UUID_LENGTH));

const clear = ['accessId', 'itemId', 'person', 'at'];

/** Before clause 19 said how many and how soon. */
const asUsual: Step = (first) => ({ ...first, noticeWithin: AT_ONCE, reviewers: USUAL_REVIEWERS });

/** Sealed under the key of the item that was opened, each with the steps from its older versions. */
export const emergencyAccessEventTypes = {
  EmergencyAccessUsed: sealed({
    clear: [...clear, 'product', 'originator', 'unit', 'until', 'reviewBy'],
    itemOf,
    steps: [asUsual],
  }),
  EmergencyReviewRequested: sealed({ clear: [...clear, 'reviewBy'], itemOf }),
  EmergencyScopeExceeded: sealed({ clear, itemOf }),
  EmergencyAccessReviewed: sealed({ clear: [...clear, 'by', 'unit', 'verdict'], itemOf }),
  EmergencyReviewConcluded: sealed({ clear: [...clear, 'verdict'], itemOf }),
} satisfies EventTypes<EmergencyAccessEvent>;

/** @param itemId a UUID */
export const emergencyAccessStream = (itemId: string, person: string): string => `${STREAM}${itemId}-${person}`;
export const isEmergencyAccessStream = (streamId: string): boolean => streamId.startsWith(STREAM);
