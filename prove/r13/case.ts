// A cell of the matrix: one question in the form of tests/cases/need-to-know/case.schema.json, without an answer. Written from that
// schema, so that the oracle shares no type with what it judges.

export interface Flow {
  product: string;
  producer: string;
  consumers: string[];
  purposes: string[];
  subjectCategories: string[];
  fields: string[];
  person: { roles: string[]; assignment: 'required' | 'none'; vetting: string; training: string[] };
  onward: 'allowed' | 'originator-consent' | 'forbidden';
  juvenile: false | { desk: string };
  foreign: false | { countries: string[] };
  retain: { review: string; destroy: string };
  acknowledge: string | null;
  consent?: string;
  /** clause 6 */
  special?: false | { fields: string[]; necessity: 'required'; approvedBy: string; destroy: string };
  /** clause 7 */
  grading?: false | { each: 'paragraph' | 'basis'; scales: string[] };
}

export interface Agreement {
  id: string;
  version: number;
  state: string;
  timezone: string;
  term: { from: string; to: string };
  instrument: 'agreement' | 'statute' | 'vital-interest' | 'internal-instruction';
  parties: { id: string; kind: string; country: string }[];
  flows: Flow[];
  versions?: { version: number; effectiveFrom: string; flows: Flow[] }[];
  suspension?: { by: string; freezePriorCopies: boolean };
  /** of a signed text; the written cases have none */
  clauses?: { clause: number; rule: Record<string, unknown> }[];
}

/** The rule of clause 19. */
export interface Emergency {
  under: string;
  purposes: string[];
  timebox: string;
  noticeWithin: string;
  reviewWithin: string;
  reviewers: number;
}

export interface Subject {
  ref: string;
  category: string;
  cases: string[];
  juvenile?: { age: number; atConduct: boolean };
  sealed?: { since: string };
  limitedAccess?: { allow: string[] };
  acquitted?: { case: string; final: boolean; at: string };
  confidentialSource?: boolean;
  consents?: { for: string; from: string; until: string | null }[];
}

export interface Handling {
  code: 'P' | 'C';
  conditions: { code: string; date?: string; list?: string[] }[];
}

export interface Item {
  id: string;
  product: string;
  originator: string;
  publishedAt: string;
  underVersions: Record<string, number>;
  caseRef: string | null;
  priority: 'ROUTINE' | 'PRIORITY' | 'IMMEDIATE';
  subjects: { ref: string; role: 'MAIN' | 'OTHER' }[];
  handling: Handling;
  grades?: { scale: string; source: string; information: string }[];
  violenceIndicator?: boolean;
  markers: string[];
  reviewBy: string | null;
  destroyBy: string | null;
  derivedFrom?: { id: string; handling: Handling; destroyBy: string | null; markers: string[] }[];
  partsFrom?: string[];
  disclosedBefore?: { agency: string; person: string; at: string }[];
  categories: Record<string, string>;
  payload: Record<string, unknown>;
}

export interface Caller {
  agency: string;
  person: string | null;
  roles: string[];
  unit: string | null;
  vetting: string | null;
  vettingUntil?: string;
  training: { course: string; until: string }[];
  assignments: { case: string; from: string; until: string | null }[];
  conflicts: string[];
  chain: string[];
  country?: string;
  tokenAgency?: string;
  automated?: boolean;
}

export interface Approval {
  kind: 'FOUR_EYES' | 'ORIGINATOR_CONSENT' | 'ORIGINATOR_REFUSAL';
  agency?: string;
  person: string;
  unit: string;
  at: string;
  until?: string;
  covers?: { question: string; use: string[]; recipient: string | null; purpose: string; caseRef: string | null };
}

export interface Asked {
  question: string;
  path: string;
  purpose: string;
  caseRef?: string;
  justification: string;
  fields?: string[];
  use?: string[];
  recipient?: string;
  via?: string;
  query?: { product: string; subject?: string; name?: string };
  necessity?: { text: string; fields: string[]; approvedBy: { person: string; unit: string; roles?: string[] } };
  export?: { count: number; alreadyInWindow: number };
  approvals?: Approval[];
  pendingSince?: string;
  previousQueries?: Record<string, unknown>[];
  decision?: string;
}

export interface Cell {
  id: string;
  now: string;
  agreements: Agreement[];
  subjects: Subject[];
  item: Item;
  otherItems?: Item[];
  openCorrections?: { agency: string; product: string; dueAt: string }[];
  countryRisk?: Record<string, string>;
  caller: Caller;
  request: Asked;
  bundle: { ageSeconds: number; maxAgeSeconds: number; verified: boolean };
}

export interface Answer {
  effect: 'PERMIT' | 'PERMIT_REDACTED' | 'PERMIT_AGGREGATE' | 'PEND' | 'DENY' | 'NOT_FOUND';
  outward: number | null;
  disclosedPaths: string[];
  obligations: string[];
  reason: string;
  reasonsInOrder: string[];
  agreements: string[];
  operation: string;
  emergency: boolean;
  masked: { ref: string; reason: string }[];
  marks: string[];
  travels: { code: string; conditions: string[]; destroyBy: string | null } | null;
  values: Record<string, number> | null;
  list: { ids: string[]; count: number } | null;
  degraded: boolean;
  alarms: string[];
}
