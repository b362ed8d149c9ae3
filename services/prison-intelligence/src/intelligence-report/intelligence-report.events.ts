// The life of an intelligence report (domain reference 4.1): evaluated, sanitised, approved, disseminated; regraded, revalidated
// or withdrawn afterwards. An event that goes to others carries the owner's whole record; instruments say what of it leaves.
import { sealed, type EventTypes } from '@gatehouse/event-store';
import type { SubjectFacts } from '@gatehouse/policy';
import type { Handling } from '@gatehouse/handling';
import type { Grade } from './grade.ts';
import {
  specialCategoryEventTypes,
  type DisseminatedSpecial,
  type SpecialCategoryEvent,
} from './special-category.events.ts';

/** LED article 6, with the local additions (domain reference 3.4). */
export type SubjectCategory =
  | 'SUSPECT'
  | 'CONVICTED'
  | 'VICTIM'
  | 'WITNESS'
  | 'PERSON_WITH_INFORMATION'
  | 'CONTACT_ASSOCIATE'
  | 'STAFF'
  | 'ACQUITTED'
  | 'SENTENCE_EXPIRED';

/** A person as the prison service knows him: the id is custody's, random, and never leaves as it is. */
export interface ReportSubject {
  subjectId: string;
  name: string;
  aliases: string[];
  category: SubjectCategory;
  cases: string[];
  role: 'MAIN' | 'OTHER';
}

/** A paragraph that another one leans on; without a URN one of the same report. */
export interface Corroboration {
  reportUrn: string | null;
  n: number;
}

export interface Paragraph {
  n: number;
  text: string;
  factual: boolean;
  grade: Grade;
  /** whom it is about, by subject id: it is withheld from whoever may not be shown one of them */
  names: string[];
  /** opaque, from the source registry: equal for the same source, and nothing else can be read from it */
  sourceToken: string | null;
  /** about the source; never leaves the service */
  sourceNote: string | null;
  corroboratedBy: Corroboration[];
}

export interface Provenance {
  kind: 'STAFF' | 'PRISONER' | 'TECHNICAL' | 'PARTNER' | 'OPEN';
  partner: string | null;
  detail: string | null;
}

/** What a report was made from, as strict as it was: a report of this service, or an item another agency disclosed. */
export interface BasisPart {
  itemId: string;
  reportUrn: string | null;
  originator: string;
  handling: Handling;
  markers: string[];
  destroyBy: string | null;
}

/** The first two instants of an observation; order never comes from them. */
export interface Observed {
  observedAt: string;
  writtenAt: string;
}

interface Act {
  reportUrn: string;
  by: string;
  at: string;
}

export interface IntelligenceReportEvaluated {
  type: 'IntelligenceReportEvaluated';
  data: Act & {
    /** under which the report is known in the ledger and at its recipients */
    itemId: string;
    prison: string;
    unit: string;
    priority: 'ROUTINE' | 'PRIORITY' | 'IMMEDIATE';
    subjects: ReportSubject[];
    paragraphs: Paragraph[];
    reasonableGrounds: string;
    provenance: Provenance;
    sourceNote: string | null;
    /** security information reports it evaluates */
    observations: string[];
    /** when the earliest of them was seen or heard, and written down: a prison may be offline; absent without one */
    observed?: Observed;
    /** false: never disseminated (28 CFR 23.20(c), CAT 15) */
    obtainedLawfully: boolean;
    basedOn: BasisPart[];
    /** intelligence requirements it answers */
    answers: string[];
  };
}

export interface IntelligenceReportSanitised {
  type: 'IntelligenceReportSanitised';
  data: Act & {
    paragraphs: { n: number; text: string }[];
    /** could the source be deduced by the few who were there? */
    smallCircleTest: 'PASSED' | 'FAILED';
    statement: string;
  };
}

export interface IntelligenceReportApproved {
  type: 'IntelligenceReportApproved';
  data: Act & { handling: Handling; reviewBy: string };
}

/** A finding about the report; once it was sent, in words that every holder may read. */
export interface IntelligenceReportMarked {
  type: 'IntelligenceReportMarked';
  data: Act & Corrected & { marker: string; reason: string };
}

export interface IntelligenceReportMarkerLifted {
  type: 'IntelligenceReportMarkerLifted';
  data: Act & Corrected & { marker: string; reason: string };
}

/** Its dissemination waits for the sanitiser: nothing left (need-to-know case N09). */
export interface IntelligenceReportReturnedToSanitiser {
  type: 'IntelligenceReportReturnedToSanitiser';
  data: Act & { reason: string; obligations: string[] };
}

/** What every notice about a disseminated report needs beside its own words. */
export interface ShareBasis {
  unit: string;
  subjects: ReportSubject[];
  /** facts about them that policy asks for, as of the act */
  people: SubjectFacts[];
  /** purpose and case of the dissemination: a notice goes where the report went, for what it went */
  purpose: string;
  caseRef: string | null;
}

/** A correction as an item of its own, as strict as the report. */
export type Correction = ShareBasis & { correctionId: string; itemId: string; handling: Handling };

interface Corrected {
  /** goes to whoever holds the report; null where nobody was sent it, or where nothing changes for its holders */
  correction: Correction | null;
  /** items that rest on the report */
  derivedItems: string[];
}

export interface IntelligenceReportDisseminated {
  type: 'IntelligenceReportDisseminated';
  data: Act &
    ShareBasis & {
      itemId: string;
      version: number;
      prison: string;
      priority: IntelligenceReportEvaluated['data']['priority'];
      paragraphs: Paragraph[];
      reasonableGrounds: string;
      provenance: Provenance;
      smallCircleTest: 'PASSED';
      sanitisedBy: string;
      approvedBy: string;
      handling: Handling;
      markers: string[];
      reviewBy: string;
      basedOn: BasisPart[];
      /** as it was evaluated */
      observed?: Observed;
      /** of a special category, and whether another found it strictly necessary; absent by default */
      special?: DisseminatedSpecial;
    };
}

export interface IntelligenceReportRegraded {
  type: 'IntelligenceReportRegraded';
  data: Act & {
    n: number;
    before: Grade;
    after: Grade;
    corroboratedBy: Corroboration[];
    /** in words that every holder may read */
    reason: string;
    /** the feedback it follows */
    feedback: string | null;
    version: number;
    /** goes to whoever holds the report; null where nobody was sent it */
    correction: (Correction & { names: string[] }) | null;
    /** items that rest on the report */
    derivedItems: string[];
  };
}

export interface IntelligenceReportRevalidated {
  type: 'IntelligenceReportRevalidated';
  data: Act & Pick<Corrected, 'correction'> & { reviewBy: string; reason: string };
}

export interface IntelligenceReportWithdrawn {
  type: 'IntelligenceReportWithdrawn';
  data: Act & {
    ground: 'ACQUITTAL' | 'DISPROVED' | 'UNLAWFUL' | 'SOURCE_RISK' | 'MOU_ENDED' | 'ERROR';
    required: 'ERASE' | 'RESTRICT' | 'RETURN';
    reason: string;
    withdrawal: (ShareBasis & { withdrawalId: string; itemId: string }) | null;
    derivedItems: string[];
  };
}

export type ReportEvent =
  | IntelligenceReportEvaluated
  | IntelligenceReportSanitised
  | IntelligenceReportApproved
  | IntelligenceReportMarked
  | IntelligenceReportMarkerLifted
  | IntelligenceReportReturnedToSanitiser
  | IntelligenceReportDisseminated
  | IntelligenceReportRegraded
  | IntelligenceReportRevalidated
  | IntelligenceReportWithdrawn
  | SpecialCategoryEvent;

const ofReport = sealed({ clear: ['reportUrn', 'at'] });

/** Sealed under the report's key, each with the steps from its older versions; none has one yet. */
export const reportEventTypes = {
  IntelligenceReportEvaluated: sealed({ clear: ['reportUrn', 'itemId', 'at', 'basedOn[].reportUrn'] }),
  IntelligenceReportSanitised: ofReport,
  IntelligenceReportApproved: ofReport,
  IntelligenceReportMarked: ofReport,
  IntelligenceReportMarkerLifted: ofReport,
  IntelligenceReportReturnedToSanitiser: ofReport,
  IntelligenceReportDisseminated: sealed({ clear: ['reportUrn', 'itemId', 'at'] }),
  IntelligenceReportRegraded: ofReport,
  IntelligenceReportRevalidated: ofReport,
  IntelligenceReportWithdrawn: ofReport,
  ...specialCategoryEventTypes,
} satisfies EventTypes<ReportEvent>;

export const reportStream = (reportUrn: string): string => `intelligence-report-${reportUrn}`;
