// The statements about an item as its stream tells them, and which of them counts for a reader: pure.
import type { RequestFacts } from '@gatehouse/policy';
import { necessityFact, type NecessityStatement } from '@gatehouse/policy/necessity';
import type { NecessityEvent } from './necessity.events.ts';

/** It counts for whoever made it, for the purpose and the case he made it for. */
export interface ReaderStatement extends NecessityStatement {
  purpose: string;
  caseRef: string | null;
}

const withNecessity = (before: ReaderStatement[], event: NecessityEvent): ReaderStatement[] => {
  if (event.type === 'NecessityStated') {
    const { statementId, fields, purpose, caseRef, by, at } = event.data;
    return [...before, { statementId, fields, purpose, caseRef, by, at, answer: null }];
  }
  const { statementId, by, unit, at } = event.data;
  const verdict = event.type === 'NecessityApproved' ? 'APPROVED' : 'REFUSED';
  return before.map((one) => (one.statementId === statementId ? { ...one, answer: { verdict, by, unit, at } } : one));
};

/** The statements that these events tell of, in the order in which they were made. */
export const statementsOf = (events: NecessityEvent[]): ReaderStatement[] =>
  events.reduce<ReaderStatement[]>(withNecessity, []);

interface Reader {
  caller: { person: string };
  purpose: string;
  caseRef: string | null;
}

/** What this reader's question is asked with now: his last statement that counts; undefined where none does. */
export const necessityFor = (
  events: NecessityEvent[],
  { caller, purpose, caseRef }: Reader,
  now: Date,
): RequestFacts['necessity'] =>
  statementsOf(events)
    .filter((one) => one.by === caller.person && one.purpose === purpose && one.caseRef === caseRef)
    .map((one) => necessityFact(one, now))
    .findLast((fact) => fact !== null) ?? undefined;
