// What the decider needs beside the words of whoever raises an alert: the reports, what is attested about their people, the
// code list.
import { codeLists } from '@gatehouse/contracts';
import type { Agency } from '@gatehouse/sharing';
import { subjectFacts } from '../subject/subject-facts.ts';
import { loadBasis } from './alert-basis.ts';
import { timesOf } from './alert-types.ts';
import type { Grounds, Wanted } from './raise-rules.ts';

/** The grounds of an alert as they stand now; only the people it names are looked up. */
export const groundsOf = async (
  { pool }: Agency,
  {
    alertType,
    reportUrns,
    subjectIds,
    otherSubjectIds,
  }: Pick<Wanted, 'alertType' | 'reportUrns' | 'subjectIds' | 'otherSubjectIds'>,
): Promise<Grounds> => {
  const basis = await loadBasis(pool, reportUrns);
  const people = new Map(basis.flatMap((report) => report.people).map((person) => [person.subjectId, person]));
  const named = [...subjectIds, ...otherSubjectIds].flatMap((id) => people.get(id) ?? []);
  const attested = await subjectFacts(pool, named);
  return {
    basis,
    facts: Object.fromEntries(attested.map(({ ref, auditRef: _auditRef, ...facts }) => [ref, facts])),
    knownConditions: Object.keys(codeLists.conditions),
    life: timesOf(alertType).life,
  };
};
