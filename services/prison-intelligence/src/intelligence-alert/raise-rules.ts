// When an alert may be raised or renewed: a graded, approved basis; people named in it; known handling; a short life; what
// its type asks for (domain reference 4.1). Pure.
import { handlingRefusal, type HandlingRefusal } from '@gatehouse/handling';
import { isDay } from '@gatehouse/handling';
import type { Basis, BasisPerson } from './alert-basis.ts';
import type { Life } from './alert-types.ts';
import type { AlertRecord, AlertSubject, NamedPerson } from './intelligence-alert.events.ts';

export type RaiseRefusal =
  | 'alert-without-report'
  | 'report-unknown'
  | 'report-not-approved'
  | 'alert-without-subject'
  | 'subject-not-in-report'
  | 'named-twice'
  | HandlingRefusal
  | 'alert-already-expired'
  | 'alert-lives-too-long'
  | 'release-date-missing'
  | 'threat-without-person-at-risk'
  | 'threat-not-immediate'
  | 'subject-not-staff';

/** Somebody named by id, by name, or both. */
export interface Named {
  subjectId: string | null;
  name: string | null;
}

/** What a person asks to raise, before its people and grades are taken from its reports. */
export interface Wanted extends Omit<AlertRecord, 'subjects' | 'grades' | 'derivedFrom' | 'whoAtRisk' | 'bySubject'> {
  subjectIds: string[];
  otherSubjectIds: string[];
  whoAtRisk: Named | null;
  bySubject: Named | null;
}

export interface Grounds {
  /** the reports it names, as their streams stand */
  basis: Basis[];
  /** attested facts about the people of those reports, by subject id */
  facts: Record<string, Omit<AlertSubject, 'subjectId' | 'name' | 'aliases' | 'role'>>;
  /** the conditions this system knows (domain reference 3.3) */
  knownConditions: string[];
  life: Life;
}

const DAY_MS = 86_400_000;

/** The owner's whole record, or why there is none. */
export const recordOf = (wanted: Wanted, grounds: Grounds): AlertRecord | RaiseRefusal => {
  const refusal =
    basisRefusal(wanted, grounds.basis) ??
    handlingRefusal(wanted.handling, grounds.knownConditions) ??
    lifeRefusal(wanted, grounds.life);
  if (refusal) return refusal;
  const { subjectIds, otherSubjectIds, whoAtRisk, bySubject, ...rest } = wanted;
  const named = [whoAtRisk, bySubject].flatMap((person) => person?.subjectId ?? []);
  const people = new Map(grounds.basis.flatMap((report) => report.people).map((person) => [person.subjectId, person]));
  if (![...subjectIds, ...otherSubjectIds, ...named].every((id) => people.has(id))) return 'subject-not-in-report';
  const subjects = [
    ...subjectIds.map((id) => subjectOf(id, 'MAIN', people, grounds)),
    ...otherSubjectIds.map((id) => subjectOf(id, 'OTHER', people, grounds)),
  ].flat();
  const record: AlertRecord = {
    ...rest,
    subjects,
    whoAtRisk: namedPerson(whoAtRisk, people),
    bySubject: namedPerson(bySubject, people),
    grades: grounds.basis.flatMap(({ grades }) => grades),
    derivedFrom: grounds.basis.map(({ reportUrn, handling, markers, destroyBy }) => ({
      reportUrn,
      handling,
      markers,
      destroyBy,
    })),
  };
  return typeRefusal(record) ?? record;
};

const basisRefusal = (wanted: Wanted, basis: Basis[]): RaiseRefusal | null => {
  if (basis.length === 0) return 'alert-without-report';
  if (basis.some(({ standing }) => standing === 'unknown')) return 'report-unknown';
  if (basis.some(({ standing }) => standing !== 'approved')) return 'report-not-approved';
  const people = [...wanted.subjectIds, ...wanted.otherSubjectIds];
  if ([wanted.reportUrns, people].some((names) => new Set(names).size < names.length)) return 'named-twice';
  return wanted.subjectIds.length === 0 ? 'alert-without-subject' : null;
};

const lifeRefusal = ({ at, validUntil, releaseOn }: Wanted, life: Life): RaiseRefusal | null => {
  if (life.from === 'release' && (releaseOn === null || !isDay(releaseOn))) return 'release-date-missing';
  if (Date.parse(validUntil) <= Date.parse(at)) return 'alert-already-expired';
  // The day of release counts whole.
  const from = life.from === 'release' ? Date.parse(`${releaseOn}T00:00:00Z`) + DAY_MS : Date.parse(at);
  return Date.parse(validUntil) - from > life.days * DAY_MS ? 'alert-lives-too-long' : null;
};

const typeRefusal = ({ alertType, priority, whoAtRisk, subjects }: AlertRecord): RaiseRefusal | null => {
  switch (alertType) {
    case 'THREAT_TO_LIFE':
      if (whoAtRisk === null) return 'threat-without-person-at-risk';
      return priority === 'IMMEDIATE' ? null : 'threat-not-immediate';
    case 'STAFF_CORRUPTION':
      return subjects.every(({ role, category }) => role === 'OTHER' || category === 'STAFF')
        ? null
        : 'subject-not-staff';
    default:
      return null;
  }
};

const subjectOf = (
  subjectId: string,
  role: AlertSubject['role'],
  people: Map<string, BasisPerson>,
  { facts }: Grounds,
): AlertSubject[] => {
  const person = people.get(subjectId);
  if (!person) return [];
  const { name, aliases, category, cases } = person;
  return [{ subjectId, name, aliases, role, category, cases, ...facts[subjectId] }];
};

/** A person of the reports by his name there; one who stands in none by the name given. */
const namedPerson = (named: Named | null, people: Map<string, BasisPerson>): NamedPerson | null => {
  if (named === null) return null;
  const name = people.get(named.subjectId ?? '')?.name ?? named.name;
  return name === null ? null : { subjectId: named.subjectId, name };
};
