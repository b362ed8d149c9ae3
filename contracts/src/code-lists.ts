// The closed lists of the field (code-lists.yaml). A value that stands in none of them is refused where it is used.
import { parse } from 'yaml';
import { readContract } from './files.ts';

export interface AlertTypeTimes {
  /** ISO 8601 duration within which the alert must be acknowledged. */
  acknowledgeWithin: string;
  /** ISO 8601 duration of its life, or `UNTIL_RELEASE+<duration>`. */
  lives: string;
  /** Names of `alertRecipients`: who an alert of this type is for. */
  recipients: string[];
}

/** A post an alert may be for. */
export interface AlertRecipient {
  /** Kind of party. */
  kind: string;
  /** The role of whoever opens it there. */
  role: string;
  says: string;
  /** What has to be so before he is one. */
  when?: string;
}

export interface CodeLists {
  purposes: Record<string, string>;
  purposesNeedingCase: string[];
  conditions: Record<string, string>;
  handlingCodes: Record<string, string>;
  courses: Record<string, string>;
  codeOfConduct: { edition: string; holdsDays: number; points: string[] };
  subjectCategories: Record<string, string>;
  sensitivity: Record<string, string>;
  alertTypes: Record<string, AlertTypeTimes>;
  alertRecipients: Record<string, AlertRecipient>;
  feedbackOutcomes: Record<string, string>;
  consentUses: Record<string, string>;
  consentVerdicts: Record<string, string>;
  correctionSubjects: string[];
  correctionEffects: Record<string, string>;
  withdrawalGrounds: string[];
  withdrawalDemands: string[];
  priorities: string[];
  gradingScales: Record<string, { source: Record<string, string>; information: Record<string, string> }>;
  provenanceKinds: string[];
  smallCircleResults: string[];
  necessityGrounds: Record<string, string>;
  subjectRoles: string[];
  custodyStatuses: string[];
  vetting: string[];
  markers: string[];
  instrumentKinds: string[];
  partyKinds: string[];
  instrumentStates: string[];
  /** Reasons by step of evaluation, `0` to `8`, each list in order. */
  reasons: Record<string, string[]>;
  obligations: string[];
  alarms: string[];
}

export const codeLists: CodeLists = parse(readContract('code-lists.yaml')) as CodeLists;

/** All reasons in order of evaluation: the order in which failing reasons are stored. */
export const reasonOrder: string[] = Object.keys(codeLists.reasons)
  .sort((a, b) => Number(a) - Number(b))
  .flatMap((step) => codeLists.reasons[step] ?? []);

/**
 * The codes of a list by its name in code-lists.yaml, for product schemas.
 * @throws Error when there is no such list.
 */
export const codesOf = (list: string): string[] => {
  const codes: unknown = codeLists[list as keyof CodeLists];
  if (Array.isArray(codes)) return codes.map(String);
  if (codes && typeof codes === 'object') return Object.keys(codes);
  throw new Error(`no code list named ${list}`);
};
