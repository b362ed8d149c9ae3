// Whether a statement that fields of a special category are strictly necessary counts (LED 10; MoU 6): one person states it, another
// approves it within a day, and it ends with what it let be seen. Pure.
import type { RequestFacts } from './question.ts';

/** One field that is said to be strictly necessary. */
export interface NecessaryField {
  /** shape path of a field of category SPC */
  field: string;
  /** a code of `necessityGrounds` */
  ground: string;
  /** why this field, for this purpose, in words */
  necessity: string;
}

export interface NecessityAnswer {
  verdict: 'APPROVED' | 'REFUSED';
  by: string;
  unit: string;
  /** those he had when he answered, where that is known */
  roles?: string[];
  at: string;
}

/** A statement with its answer; without the clock. */
export interface NecessityStatement<Field extends NecessaryField = NecessaryField> {
  statementId: string;
  fields: Field[];
  by: string;
  at: string;
  /** null while nobody has answered */
  answer: NecessityAnswer | null;
}

export const NECESSITY_STATES = ['waiting', 'approved', 'refused', 'lapsed', 'ended'] as const;
export type NecessityState = (typeof NECESSITY_STATES)[number];

export type NecessityAnswerRefusal = 'statement-unknown' | 'statement-answered' | 'statement-lapsed';

const HOUR_MS = 3_600_000;
/** A second approver answers within this (cases rule 3: four eyes). */
const ANSWER_WITHIN_MS = 24 * HOUR_MS;
/** What was seen under it is destroyed by then (DESTROY_BY_30D), and is not shown anew. */
const COUNTS_FOR_MS = 30 * 24 * HOUR_MS;

const after = (at: string, span: number): string => new Date(Date.parse(at) + span).toISOString();

/** Until when an approved statement counts (RFC 3339 UTC, no longer included); null for any other. */
export const necessityEnds = ({ answer }: Pick<NecessityStatement, 'answer'>): string | null =>
  answer?.verdict === 'APPROVED' ? after(answer.at, COUNTS_FOR_MS) : null;

/** How a statement stands at an instant. */
export const stateOfNecessity = (statement: Pick<NecessityStatement, 'at' | 'answer'>, now: Date): NecessityState => {
  const { at, answer } = statement;
  if (answer?.verdict === 'REFUSED') return 'refused';
  if (answer === null) return Date.parse(at) + ANSWER_WITHIN_MS <= now.getTime() ? 'lapsed' : 'waiting';
  return Date.parse(answer.at) + COUNTS_FOR_MS <= now.getTime() ? 'ended' : 'approved';
};

/** Why a statement cannot be answered at an instant (RFC 3339); null when it can. Who may answer it is asked of the rules. */
export const necessityAnswerRefusal = (
  statement: Pick<NecessityStatement, 'at' | 'answer'> | null,
  at: string,
): NecessityAnswerRefusal | null => {
  if (statement === null) return 'statement-unknown';
  if (statement.answer !== null) return 'statement-answered';
  return stateOfNecessity(statement, new Date(at)) === 'lapsed' ? 'statement-lapsed' : null;
};

/** What a decision is asked with; null where the statement does not count at that instant. */
export const necessityFact = (
  statement: NecessityStatement,
  now: Date,
): NonNullable<RequestFacts['necessity']> | null => {
  const { answer, fields } = statement;
  if (answer === null || stateOfNecessity(statement, now) !== 'approved') return null;
  return {
    text: fields.map(({ ground, necessity }) => `${ground}: ${necessity}`).join('\n'),
    fields: fields.map(({ field }) => field),
    approvedBy: { person: answer.by, unit: answer.unit },
  };
};
