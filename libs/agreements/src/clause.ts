// A clause as it is written: words, a machine rule where one is possible, obligations where not. The form of each rule
// stands in contracts/instrument.schema.json; which clauses a kind of instrument must have, in contracts/clauses.yaml.
export interface Post {
  party: string;
  post: string;
}

/** Owed by a post: once by a day, within a period of an event, or again after each period. Exactly one of the three. */
export interface Obligation {
  owner: Post;
  /** A sentence without its subject. */
  does: string;
  /** ISO 8601 day. */
  due?: string;
  /** ISO 8601 period from the event of `after`. */
  within?: string;
  after?: string;
  /** ISO 8601 period. */
  every?: string;
  /** What shows that it was done. */
  evidence: string;
}

/** The machine rules by number of their clause. Periods are ISO 8601. */
export interface ClauseRules {
  1: { contacts: (Post & { reach: string })[]; units?: { party: string; units: string[] }[] };
  8: { conditions: string[]; unknown: 'refuse' };
  9: { consentWithin: 'PT24H' | 'PT72H'; silence: 'refuse' };
  10: { countries: ForeignCountry[]; approvers: number; originatorAgrees: true };
  11: { use: 'lead' | 'with-consent' | 'evidence' };
  12: { graceAfterReview: string; certificateWithin: string };
  13: { encryption: 'sign-then-encrypt'; devices: string[] };
  15: { acknowledgeWithin: string; whileOpen: 'hold-new-items' | 'remind' };
  16: { grounds: string[]; acknowledgeWithin: string; proofWithin: string };
  17: { answeredBy: string; answerWithin: string; intelligence: 'neither-confirm-nor-deny' };
  18: { operations: string[]; readableFor: string[]; keep: string };
  19: Emergency;
  20: { noticeWithin: string; tells: string[] };
  21: { levels: { what: string; within: string; keptInPercent: number }[]; report: string };
  22: { body: string; purpose: 'OVERSIGHT'; selfAudited: true; answerWithin: string };
  23: { precedence: 'most-restrictive'; decidedBy: Post; decidedWithin: string };
  24: { noticePeriod: string; approvedBy: 'every-party' | 'issuer'; inFlight: 'intersect' };
  25: {
    by: Post[];
    scopes: ('whole' | 'party' | 'category')[];
    meanwhile: 'hold';
    reasonsWithin: string;
    reinstatedBy: 'every-party' | 'who-suspended';
  };
  26: { reviewBy: string; warnings: number[] };
  /** noticePeriod: of a party that leaves; without it that of clause 24 */
  27: { noticePeriod?: string; copies: 'return' | 'destroy'; proofWithin: string; survives: string[] };
  29: { signatories: (Post & { authority: string })[] };
}

export interface ForeignCountry {
  /** ISO 3166-1 alpha-2. */
  country: string;
  risk: 'low' | 'medium' | 'high';
  assurance: string;
  authorisedBy: Post;
}

export interface Emergency {
  /** The instrument of vital interest whose fields are the widest that may be seen. */
  under: string;
  purposes: string[];
  timebox: string;
  noticeWithin: string;
  reviewWithin: string;
  reviewers: number;
}

export interface Clause {
  /** 1 to 29. */
  clause: number;
  title?: string;
  text?: string;
  rule?: object;
  obligations?: Obligation[];
  /** Why this instrument has no such clause. */
  notApplicable?: string;
}

/** The machine rule of a clause, or undefined where the document has none. */
export const ruleOf = <N extends keyof ClauseRules>(
  document: { clauses?: Clause[] },
  number: N,
): ClauseRules[N] | undefined =>
  document.clauses?.find(({ clause }) => clause === number)?.rule as ClauseRules[N] | undefined;
