// The life of an entry of the registry. Whatever could name somebody stands in these events only as `sealed`, under the
// source's own key (see ../vault.ts); people appear under the names of ../names.ts.
import type { EventTypes } from '@gatehouse/event-store';
import type { Hand } from '../names.ts';

export type RiskLevel = 'LOW' | 'MEDIUM' | 'HIGH';

/** What is behind `sealedIdentity`. */
export interface SourceIdentity {
  name: string;
  aliases: string[];
  /** custody's id, where the source is in custody */
  subjectId: string | null;
  dateOfBirth: string | null;
  /** how to reach him without harm */
  reach: string | null;
  motive: string | null;
}

/** A judgement of what the work may do to the source; it expires like every judgement. */
export interface Risk {
  assessmentId: string;
  level: RiskLevel;
  sealedReasons: string;
  /** the day on which it is to be judged again */
  reviewBy: string;
}

/** Who handles a source, since one assignment. */
export interface Assignment {
  assignmentId: string;
  /** his name here (see ../names.ts) */
  handler: string;
  /** his own name, for the controller who has to find him */
  sealedName: string;
}

/** The places of an entry at which something is sealed: what was sealed at one opens at no other. */
export const PART = {
  identity: 'identity',
  handler: (assignmentId: string) => `handler ${assignmentId}`,
  reassigned: (assignmentId: string) => `reassigned ${assignmentId}`,
  risk: (assessmentId: string) => `risk ${assessmentId}`,
  contact: (contactId: string) => `contact ${contactId}`,
  request: (requestId: string) => `request ${requestId}`,
  end: 'end',
};

interface Done {
  sourceId: string;
  by: Hand;
  at: string;
}

export interface SourceRegistered {
  type: 'SourceRegistered';
  data: Done & {
    codeName: string;
    sealedIdentity: string;
    /** equal for entries that name the same person */
    likeness: string;
    assignment: Assignment;
    risk: Risk;
  };
}

export interface SourceAuthorised {
  type: 'SourceAuthorised';
  data: Done;
}

export interface SourceHandlerAssigned {
  type: 'SourceHandlerAssigned';
  data: Done & { assignment: Assignment; sealedReason: string };
}

export interface SourceContactRecorded {
  type: 'SourceContactRecorded';
  data: Done & { contactId: string; metAt: string; sealedNote: string };
}

export interface SourceRiskAssessed {
  type: 'SourceRiskAssessed';
  data: Done & { risk: Risk };
}

export interface SourceReportLinked {
  type: 'SourceReportLinked';
  data: Done & { reportUrn: string };
}

export interface SourceIdentityRequested {
  type: 'SourceIdentityRequested';
  data: Done & { requestId: string; sealedReason: string; approveBefore: string };
}

export interface SourceIdentityApproved {
  type: 'SourceIdentityApproved';
  data: Done & { requestId: string; until: string };
}

export interface SourceIdentityOpened {
  type: 'SourceIdentityOpened';
  data: Done & { requestId: string };
}

export interface SourceDeregistered {
  type: 'SourceDeregistered';
  data: Done & { sealedReason: string };
}

export type SourceEvent =
  | SourceRegistered
  | SourceAuthorised
  | SourceHandlerAssigned
  | SourceContactRecorded
  | SourceRiskAssessed
  | SourceReportLinked
  | SourceIdentityRequested
  | SourceIdentityApproved
  | SourceIdentityOpened
  | SourceDeregistered;

/** Each with the steps from its older versions; none has one yet. */
export const sourceEventTypes = {
  SourceRegistered: [],
  SourceAuthorised: [],
  SourceHandlerAssigned: [],
  SourceContactRecorded: [],
  SourceRiskAssessed: [],
  SourceReportLinked: [],
  SourceIdentityRequested: [],
  SourceIdentityApproved: [],
  SourceIdentityOpened: [],
  SourceDeregistered: [],
} satisfies EventTypes<SourceEvent>;

export const sourceStream = (sourceId: string): string => `source-${sourceId}`;
