// Step 6: role, assignment, training, vetting, conflict, chain. An agency as such is asked about nobody; at reading the person is.
import type { Subject } from '../case.ts';
import { come, within } from './time.ts';
import type { View } from './view.ts';

const LEVELS = ['L0', 'L1', 'L2', 'L3'];

type Held = 'running' | 'ended' | 'never';

/** The best a caller holds of an assignment to one of some cases. */
const held = ({ cell }: View, cases: string[]): Held => {
  const mine = cell.caller.assignments.filter((one) => cases.includes(one.case));
  if (mine.some(({ from, until }) => within(cell.now, from, until))) return 'running';
  return mine.some(({ until }) => until !== null && come(cell.now, until)) ? 'ended' : 'never';
};

const asksAssignment = ({ flows, cell }: View): boolean =>
  cell.request.question !== 'breakGlass' && flows.some(({ person }) => person.assignment === 'required');

const worstOf = (all: Held[]): string[] => {
  if (all.includes('never')) return ['NO_ASSIGNMENT'];
  return all.includes('ended') ? ['ASSIGNMENT_ENDED'] : [];
};

/** An assignment to one of the person's cases, and to the cited one if one is cited. */
const assignmentReasons = (view: View, subject: Subject): string[] => {
  if (!asksAssignment(view)) return [];
  const { caseRef } = view.cell.request;
  return worstOf([held(view, subject.cases), ...(caseRef === undefined ? [] : [held(view, [caseRef])])]);
};

/** Where an item is about nobody, only the cited case can entitle to it. */
const assignmentToNobody = (view: View): string[] => {
  if (!asksAssignment(view) || view.main.length > 0) return [];
  const { caseRef } = view.cell.request;
  return worstOf([caseRef === undefined ? 'never' : held(view, [caseRef])]);
};

/** A prisoner sees his own file; who comes as nothing else is nobody's officer. */
const isAnothersFile = ({ cell }: View, { ref }: Subject): boolean => {
  const { roles, person } = cell.caller;
  const asHimself = roles.length > 0 && roles.every((role) => role === 'data-subject');
  return cell.request.purpose === 'SUBJECT_RIGHTS' && asHimself && person !== ref;
};

/** What fails about one person in step 6. */
export const entitlementReasons = (view: View, subject: Subject): string[] => {
  if (!view.asksPerson) return [];
  const { conflicts, chain } = view.cell.caller;
  const assignment = assignmentReasons(view, subject);
  return [
    ...(assignment.length === 0 && isAnothersFile(view, subject) ? ['NO_ASSIGNMENT'] : assignment),
    ...(conflicts.includes(subject.ref) ? ['CONFLICT_OF_INTEREST'] : []),
    ...(chain.includes(subject.ref) ? ['SUBJECT_IN_CHAIN'] : []),
  ];
};

const vettingTooLow = ({ flows, cell }: View): boolean => {
  const { vetting, vettingUntil } = cell.caller;
  const isPast = vettingUntil !== undefined && Date.parse(vettingUntil) <= Date.parse(cell.now);
  const level = isPast ? 'L0' : (vetting ?? 'L0');
  return flows.some(({ person }) => LEVELS.indexOf(level) < LEVELS.indexOf(person.vetting));
};

/** What fails about the caller in step 6, whoever the item is about. */
export const callerReasons = (view: View): string[] => {
  if (!view.asksPerson) return [];
  const { roles } = view.cell.caller;
  return [
    ...(view.flows.some(({ person }) => !person.roles.some((role) => roles.includes(role)))
      ? ['ROLE_NOT_COVERED']
      : []),
    ...assignmentToNobody(view),
    ...(vettingTooLow(view) ? ['VETTING_TOO_LOW'] : []),
  ];
};

/** Whether a course the flows ask for is missing or past. */
export const isTrainingLapsed = (view: View): boolean => {
  if (!view.asksPerson || view.cell.request.question === 'breakGlass') return false;
  const { training } = view.cell.caller;
  const valid = (course: string) =>
    training.some((certificate) => certificate.course === course && !come(view.cell.now, certificate.until));
  return view.flows.some(({ person }) => !person.training.every(valid));
};

/** Who has read an item knows that it exists. */
export const hasReadBefore = ({ cell: { item, caller, now } }: View): boolean =>
  (item.disclosedBefore ?? []).some(
    ({ agency, person, at }) => agency === caller.agency && person === caller.person && come(now, at),
  );
