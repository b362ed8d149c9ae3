// The facts about people that decide about an item, as they stand at the moment of the decision: no cache to go stale.
import { readStream, readStreams, type Queryable, type RecordedEvent } from '@gatehouse/event-store';
import type { OutgoingSubject, PresentSubjects } from '@gatehouse/sharing';
import { subjectDecider, type Subject } from './subject.decider.ts';
import { subjectStream, type SubjectEvent } from './subject.events.ts';

/** A person as an item names him: what the item says of him stands until the records office has attested something. */
export interface NamedSubject {
  subjectId: string;
  category: string;
  cases: string[];
}

/** Attested facts of each person, in the order given. One query, however many they are. */
export const subjectFacts = async (queryable: Queryable, named: NamedSubject[]): Promise<OutgoingSubject[]> => {
  const streams = await readStreams(queryable, [...new Set(named.map(({ subjectId }) => subjectStream(subjectId)))]);
  return named.map((subject) => factsOf(subject, folded(streams.get(subjectStream(subject.subjectId)) ?? [])));
};

/** The people an item of this service names, as they stand now. Whom another agency named is known there. */
export const presentSubjects: PresentSubjects = async (queryable, subjects) => {
  const attested = await subjectFacts(
    queryable,
    subjects.map(({ ref, category, cases }) => ({ subjectId: ref, category, cases })),
  );
  return subjects.map((subject, place) => {
    const now = attested[place];
    return now?.statusVersion ? { ...said(subject), ...now } : { ...subject, statusVersion: 0 };
  });
};

/** What an item says of a person beside what a status says. */
const said = ({ auditRef, confidentialSource }: OutgoingSubject) => ({
  ...(auditRef !== undefined && { auditRef }),
  ...(confidentialSource !== undefined && { confidentialSource }),
});

export const loadSubject = async (queryable: Queryable, subjectId: string): Promise<Subject> =>
  folded(await readStream(queryable, subjectStream(subjectId)));

const folded = (events: RecordedEvent[]): Subject =>
  events.reduce(
    (subject, event) => subjectDecider.evolve(subject, event as unknown as SubjectEvent),
    subjectDecider.initial(),
  );

const factsOf = ({ subjectId, category, cases }: NamedSubject, { status, version }: Subject): OutgoingSubject => {
  if (!status) return { ref: subjectId, category, cases };
  return {
    ref: subjectId,
    statusVersion: version,
    category: status.category,
    cases: [...new Set([...status.cases, ...cases])],
    ...(status.juvenile && { juvenile: status.juvenile }),
    ...(status.sealedSince !== null && { sealed: { since: status.sealedSince } }),
    ...(status.limitedTo !== null && { limitedAccess: { allow: status.limitedTo } }),
    ...(status.acquitted.length > 0 && { acquitted: status.acquitted }),
    ...(status.consents.length > 0 && { consents: status.consents }),
  };
};
