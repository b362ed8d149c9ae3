// All steps, none left out after the first that fails (README, rule 1), for the item and for each person in it (rule 7).
import type { Subject } from '../case.ts';
import { REASON_ORDER } from '../codes.ts';
import { isDifferencing } from './aggregate.ts';
import { absoluteBars } from './step1-absolute.ts';
import { basisReasons } from './step2-basis.ts';
import { categoryReasons, contractReasons } from './step3-contract.ts';
import { isContested, keepingReasons, subjectReasons } from './step4-subject.ts';
import { handlingReasons, onlyAsLead } from './step5-handling.ts';
import { callerReasons, entitlementReasons, isTrainingLapsed } from './step6-person.ts';
import { exceedsEmergency, namesOf, type Fields } from './step7-fields.ts';
import type { View } from './view.ts';

/** Reasons in the order of evaluation, each once. */
export const ordered = (reasons: string[]): string[] => REASON_ORDER.filter((reason) => reasons.includes(reason));

/** What fails about one person: steps 3, 4 and 6. */
const personReasons = (view: View, subject: Subject): string[] => [
  ...categoryReasons(view, subject),
  ...subjectReasons(view, subject),
  ...entitlementReasons(view, subject),
];

export interface Masked {
  subject: Subject;
  reason: string;
}

/** The others who may not be shown, each with the first reason why. */
export const maskedOf = (view: View): Masked[] =>
  view.others.flatMap((subject) => {
    const [reason] = ordered(personReasons(view, subject));
    return reason === undefined ? [] : [{ subject, reason }];
  });

/** Who searches for somebody has to be entitled to him, whatever his part in the item: a hit would name him. */
const soughtOf = (view: View): Subject[] => {
  const { query, question } = view.cell.request;
  if (question !== 'search' || query === undefined) return [];
  const { name = '', subject: ref } = query;
  const sought = name.toLowerCase();
  const isCalled = (subject: Subject) =>
    sought !== '' && namesOf(view, subject).some((own) => own.toLowerCase().includes(sought));
  return view.others.filter((subject) => subject.ref === ref || isCalled(subject));
};

/** Everything that fails and does not wait. */
export const failingReasons = (view: View): string[] => [
  ...absoluteBars(view),
  ...basisReasons(view),
  ...contractReasons(view),
  ...[...view.main, ...soughtOf(view)].flatMap((subject) => personReasons(view, subject)),
  ...keepingReasons(view),
  ...handlingReasons(view),
  ...callerReasons(view),
  ...(exceedsEmergency(view) ? ['EMERGENCY_SCOPE_EXCEEDED'] : []),
  ...(isDifferencing(view) ? ['DIFFERENCING'] : []),
];

/** Everything that leaves a permission standing with fewer fields or uses. */
export const narrowingReasons = (view: View, fields: Fields, masked: Masked[]): string[] => [
  ...(isContested(view) ? ['RESTRICTED'] : []),
  ...(onlyAsLead(view) ? ['NOT_IN_PROCEEDINGS'] : []),
  ...(isTrainingLapsed(view) ? ['TRAINING_LAPSED'] : []),
  ...(fields.lostToVersions ? ['INTERSECT_VERSIONS'] : []),
  ...(fields.lostToAgreements ? ['MOST_RESTRICTIVE'] : []),
  ...(fields.specialNotNecessary ? ['SPC_NOT_STRICTLY_NECESSARY'] : []),
  ...(masked.length > 0 ? ['OTHER_SUBJECT_MASKED'] : []),
];
