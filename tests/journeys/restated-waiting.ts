// Every need-to-know case and where it is asked through HTTP and bus; of those that cannot be yet, for what they wait.

/** Asked of a report that the police hold, in the order of their instants. */
export const OPENED = [
  'N24',
  'N05',
  'N06',
  'N01',
  'N14',
  'N10',
  'N25',
  'N26',
  'N28',
  'N30',
  'N32',
  'N33',
  'N43',
  'N44',
  'N45',
  'N46',
];

/** A report that may not be delivered: nothing of it stands on a lane. Each is held, so what follows it may not set it free. */
export const KEPT_BACK = ['N27', 'N04', 'N03'];

/** Asked in a journey of their own. */
export const ELSEWHERE: Record<string, string> = {
  N07: 'consent.journey.spec.ts: to pass a report on waits for the consent of its originator',
  N09: 'report-refusals.journey.spec.ts: where it would be published it goes back to its sanitiser',
  N17: 'report-refusals.journey.spec.ts: refused where it would be published, so nobody holds it to ask for',
  N18: 'report-refusals.journey.spec.ts: as N17',
  N22: 'break-glass.journey.spec.ts: the minimum, while the memorandum is suspended',
  N23: 'break-glass.journey.spec.ts: more than the minimum is an incident',
  N34: 'subject-in-chain.journey.spec.ts',
};

const NO_SERVICE = (who: string) => `${who} has no service yet`;
const NO_PRODUCT = (what: string) => `${what} has no product yet`;
const NO_ROUTE = (what: string) => `there is no way to ask ${what} yet`;

export const WAITING: Record<string, string> = {
  N02: NO_PRODUCT('a release notice'),
  N08: NO_SERVICE('the prosecution'),
  N11: 'an alert about a juvenile is withheld where it would be published: nobody holds it to ask for; a desk for juveniles is to come',
  N12: NO_SERVICE('the prosecution'),
  N13: NO_PRODUCT('a risk assessment'),
  N15: NO_ROUTE('for information'),
  N16: NO_PRODUCT("a clinician's statement"),
  N19: NO_SERVICE('a foreign service'),
  N20: NO_SERVICE('a foreign service'),
  N21: NO_ROUTE('for an export'),
  N29: NO_SERVICE('probation'),
  N31: NO_ROUTE('for a stream of items'),
  N35: NO_SERVICE('a civil society organisation'),
  N36: NO_SERVICE('research'),
  N37: NO_PRODUCT('an access log'),
  N38: NO_PRODUCT('a separation file'),
  N39: NO_ROUTE('for information'),
  N40: NO_PRODUCT("a subject's own file"),
  N41: NO_SERVICE('the victim service'),
  N42: NO_SERVICE('probation'),
};

/** Leaves of a case's report that the prison service's own has no place for, and why. */
export const NOT_IN_THE_REPORT: Record<string, string> = {
  'custody.status': 'custody says whether somebody is on remand; the intelligence unit does not keep it',
  contacts: 'a contact is a subject of a report, or is not in it',
  rawText: 'stays in the observation, which never leaves the service',
  submittedBy: 'stays in the observation, which never leaves the service',
  healthNote: 'health keeps its own files',
};

/** A case about a field that one agreement or version has and another has not, on a field that the report does have. */
export const FIELD_INSTEAD: Record<string, [of: string, instead: string]> = {
  N05: ['contacts', 'reasonableGrounds'],
  N06: ['contacts', 'reasonableGrounds'],
  N28: ['contacts', 'reasonableGrounds'],
};

/** Cases whose reason is that of the share hop, and why the reader's own decision has nothing left to say of it. */
export const SAID_AT_THE_HOP: Record<string, string> = {
  N28: 'agreements intersect where the item is published: what one of them forbids is not in the copy',
  N45: 'nobody of the police may be shown a juvenile: he is masked where the item is published, and not in the copy',
};

/** Cases whose reason neither end can know, and why. What is shown is what the case says. */
export const REASON_NOT_KNOWN: Record<string, string> = {
  N06: 'a field that a later version adds never left; that its originator might publish again is not for the reader to know',
};
