// The facts about people that decide about an item, as they stand at the moment of the decision: no cache to go stale.
import { readStream, type Queryable } from '@gatehouse/event-store';
import type { OutgoingSubject } from '@gatehouse/sharing';
import { subjectDecider, type Subject } from './subject.decider.ts';
import { subjectStream, type SubjectEvent } from './subject.events.ts';

/** A person as an item names him: what the item says of him stands until the records office has attested something. */
export interface NamedSubject {
  subjectId: string;
  category: string;
  cases: string[];
}

/** Attested facts of each person, in the order given. One query a person. */
export const subjectFacts = async (queryable: Queryable, named: NamedSubject[]): Promise<OutgoingSubject[]> => {
  const facts: OutgoingSubject[] = [];
  for (const subject of named) facts.push(factsOf(subject, await loadSubject(queryable, subject.subjectId)));
  return facts;
};

export const loadSubject = async (queryable: Queryable, subjectId: string): Promise<Subject> => {
  const events = await readStream(queryable, subjectStream(subjectId));
  return events.reduce(
    (subject, event) => subjectDecider.evolve(subject, event as unknown as SubjectEvent),
    subjectDecider.initial(),
  );
};

const factsOf = ({ subjectId, category, cases }: NamedSubject, { status }: Subject): OutgoingSubject => {
  if (!status) return { ref: subjectId, category, cases };
  return {
    ref: subjectId,
    category: status.category,
    cases: [...new Set([...status.cases, ...cases])],
    ...(status.juvenile && { juvenile: status.juvenile }),
    ...(status.sealedSince !== null && { sealed: { since: status.sealedSince } }),
    ...(status.limitedTo !== null && { limitedAccess: { allow: status.limitedTo } }),
    ...(status.acquitted && { acquitted: status.acquitted }),
    ...(status.consents.length > 0 && { consents: status.consents }),
  };
};
