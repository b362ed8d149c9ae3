// A question to the decision point, and its answer: exactly the input and the answer of the need-to-know cases.
import type { Keeping } from './retention.ts';

export type QuestionKind =
  | 'publish'
  | 'deliver'
  | 'open'
  | 'list'
  | 'search'
  | 'export'
  | 'aggregate'
  | 'onward'
  | 'breakGlass'
  | 'adverseDecision';

/** Who asks. On publish and deliver with `person: null` the receiving agency itself. */
export interface CallerFacts {
  agency: string;
  person: string | null;
  roles: string[];
  unit: string | null;
  vetting: string | null;
  /** The instant, no longer included, at which the vetting has to be done again; absent or null: until it is revoked. */
  vettingUntil?: string | null;
  /** Certificates; valid until the instant, which is no longer included. */
  training: { course: string; until: string }[];
  /** Half-open: from the instant, until the instant, which is no longer included. */
  assignments: { case: string; from: string; until: string | null }[];
  /** References of people he declared a conflict with. */
  conflicts: string[];
  /** References of people above or below him. */
  chain: string[];
  country?: string;
  /** Whose token it is, if not `agency`'s. */
  tokenAgency?: string;
  automated?: boolean;
}

export interface RequestFacts {
  question: QuestionKind;
  /** The surface: `http`, `bus`, `sse`, `rfi`, `court-file`, `internal`. */
  path: string;
  purpose: string;
  caseRef?: string | null;
  justification: string;
  /** Paths asked for by name; absent means the whole item. */
  fields?: string[];
  use?: string[];
  recipient?: string;
  via?: string;
  query?: { product: string; subject?: string; name?: string };
  necessity?: { text: string; fields: string[]; approvedBy: Approver };
  export?: { count: number; alreadyInWindow: number };
  approvals?: Approval[];
  pendingSince?: string;
  /** tables of counts answered to the same caller before, with their true numbers */
  previousQueries?: object[];
  decision?: string;
}

/** Who approved a necessity, with the roles he had then; without them his role is not known and not asked about. */
export interface Approver {
  person: string;
  unit: string;
  roles?: string[];
}

/** What another said to the request: ORIGINATOR_CONSENT, ORIGINATOR_REFUSAL, FOUR_EYES. */
export interface Approval {
  kind: string;
  agency?: string;
  person?: string;
  unit?: string;
  at: string;
  /** it counts until this instant, which is no longer included; absent: it does not end */
  until?: string;
  /** what it was given for; absent: for this request */
  covers?: ApprovedUse;
}

export interface ApprovedUse {
  question: QuestionKind;
  use: string[];
  recipient: string | null;
  purpose: string;
  caseRef: string | null;
}

export interface Handling {
  code: string;
  conditions: { code: string; date?: string; list?: string[] }[];
}

/** The owner-side record, or what a recipient holds of it. */
export interface ItemFacts {
  id: string;
  product: string;
  originator: string;
  publishedAt: string;
  /** Version of each instrument at publication, by instrument id. */
  underVersions: Record<string, number>;
  caseRef: string | null;
  priority: string;
  subjects: { ref: string; role: 'MAIN' | 'OTHER' }[];
  handling: Handling;
  grades?: { scale: string; source: string; information: string }[];
  violenceIndicator?: boolean;
  /** The originator took it back from all who hold it. */
  withdrawn?: boolean;
  markers: string[];
  reviewBy: string | null;
  destroyBy: string | null;
  derivedFrom?: { id: string; handling: Handling; destroyBy: string | null; markers: string[] }[];
  partsFrom?: string[];
  disclosedBefore?: { agency: string; person: string; at: string }[];
  payload: unknown;
}

/** A court's: until it is final it only restricts. */
export interface Acquittal {
  case: string;
  final: boolean;
  at: string;
}

export interface SubjectFacts {
  ref: string;
  /** How often his owner had attested a status of him when this was so; 0 where never, absent where it was not counted. */
  statusVersion?: number;
  category: string;
  cases: string[];
  juvenile?: { age: number; atConduct: boolean };
  sealed?: { since: string };
  limitedAccess?: { allow: string[] };
  /** One, or one for each case. */
  acquitted?: Acquittal | Acquittal[];
  confidentialSource?: boolean;
  consents?: { for: string; from: string; until: string | null }[];
}

export interface Question {
  /** Instant of the decision, from the clock port. */
  now: string;
  caller: CallerFacts;
  request: RequestFacts;
  /** Null when nothing of that id is known: the answer is then that of the class, or NOT_FOUND. */
  item: ItemFacts | null;
  subjects: SubjectFacts[];
  bundle: { ageSeconds: number; maxAgeSeconds: number; verified: boolean };
  openCorrections?: { agency: string; product: string; dueAt: string }[];
  countryRisk?: Record<string, string>;
  otherItems?: ItemFacts[];
  /** Product asked for when there is no item; else that of the item, or of `request.query`. */
  product?: string;
}

export type Effect = 'PERMIT' | 'PERMIT_REDACTED' | 'PERMIT_AGGREGATE' | 'PEND' | 'DENY' | 'NOT_FOUND';

export interface Decision {
  effect: Effect;
  /** HTTP status to the caller; null where a push sends nothing or is no HTTP. */
  outward: 200 | 202 | 403 | 404 | null;
  /** Exact leaf paths, owner-side indices, sorted. Empty unless the effect permits. */
  disclosedPaths: string[];
  obligations: string[];
  reason: string;
  /** Every failing reason in order of evaluation, or the ground of the permission. */
  reasonsInOrder: string[];
  /** Instruments that ruled, `id@version`, sorted. */
  agreements: string[];
  operation: 'collection' | 'alteration' | 'consultation' | 'disclosure' | 'combination' | 'erasure';
  emergency: boolean;
  /** For the audit only; outward a masked person is absent. */
  masked: { ref: string; reason: string }[];
  degraded: boolean;
  alarms: string[];
  marks: string[];
  /** Handling of what leaves; null when nothing does. */
  travels: { code: string; conditions: string[]; destroyBy: string | null } | null;
  /** Until when the ruling flows let it be kept, beside the days of its own; null when nothing leaves. */
  keeps: Keeping | null;
  /** On counts: the numbers to publish instead of the true ones, by exact path; null otherwise. */
  values: Record<string, number> | null;
  /** On list and search: the rows that may be shown. */
  list: { ids: string[]; count: number } | null;
  /** The rules that decided, with their clauses: the answer to why. */
  clauses: { rule: string; clause: string; reason: string | null }[];
}
