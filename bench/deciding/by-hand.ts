// What somebody would write who had one agreement's one flow and nothing else: alerts to police liaison officers under
// kz-prisons-police, Article 5, when an officer opens one. Steps in the same order, the first failure its answer.
import { leaves, shapeOf } from '@gatehouse/agreements';
import type { Question } from '@gatehouse/policy';

export interface Answered {
  effect: string;
  reason: string;
  paths: string[];
}

const TYPES = [
  'RADICALISATION_CONCERN',
  'RECRUITMENT_ACTIVITY',
  'GANG_OR_NETWORK',
  'CONTRABAND',
  'DISORDER',
  'PUBLIC_PROTECTION_ON_RELEASE',
];
const SHOWN = new Set(
  'alertId type priority subjects[].name nature where when whatToDo whatNotToDo ackWithin validUntil'.split(' '),
);
const WITHOUT_TRAINING = new Set('alertId priority whatToDo whatNotToDo ackWithin validUntil'.split(' '));
const VETTING = ['L0', 'L1', 'L2', 'L3'];

const day = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Almaty',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
/** The day of a question where the agreement's days are counted. */
export const todayOf = ({ now }: Question): string => day.format(Date.parse(now));

const refused = (effect: string, reason: string): Answered => ({ effect, reason, paths: [] });

const isNow = (now: string, from: string, until: string | null): boolean =>
  Date.parse(from) <= Date.parse(now) && (until === null || Date.parse(now) < Date.parse(until));

export const decideByHand = ({ caller, request, item, subjects, now, bundle }: Question, today: string): Answered => {
  const subject = subjects[0];
  if (!item || !subject) return refused('NOT_FOUND', 'NO_CONTRACT');
  const { type } = item.payload as { type: string };
  const cases = request.caseRef ? [request.caseRef] : [];
  const assigned = caller.assignments.filter(({ from, until }) => isNow(now, from, until)).map((each) => each.case);
  const trained = caller.training.some(
    ({ course, until }) => course === 'handling-intelligence' && Date.parse(now) < Date.parse(until),
  );
  const named = item.handling.conditions.filter(({ code }) => code === 'NAMED_RECIPIENTS');
  if (caller.agency !== (caller.tokenAgency ?? caller.agency)) return refused('DENY', 'ON_BEHALF_MISMATCH');
  if (item.markers.includes('LEGAL_PRIVILEGE')) return refused('DENY', 'ABSOLUTE_PRIVILEGE');
  if (!bundle.verified || today < '2026-01-01') return refused('NOT_FOUND', 'MOU_NOT_IN_FORCE');
  if (today > '2028-12-31') return refused('DENY', 'MOU_EXPIRED');
  if (caller.agency !== 'kz-police' || item.originator !== 'kz-prison-service' || !TYPES.includes(type))
    return refused('NOT_FOUND', 'NO_CONTRACT');
  if (!['INVESTIGATE', 'PREVENT_SERIOUS_HARM'].includes(request.purpose)) return refused('DENY', 'PURPOSE_MISMATCH');
  if (request.purpose === 'INVESTIGATE' && cases.length === 0) return refused('DENY', 'CASE_REF_MISSING');
  if (!['SUSPECT', 'CONVICTED'].includes(subject.category)) return refused('NOT_FOUND', 'CATEGORY_NOT_COVERED');
  if (subject.juvenile?.atConduct) return refused('NOT_FOUND', 'JUVENILE_OVERLAY');
  if (subject.sealed && subject.sealed.since <= today) return refused('NOT_FOUND', 'SEALED');
  if (item.withdrawn) return refused('DENY', 'LEGAL_BASIS_ENDED');
  if (item.reviewBy !== null && item.reviewBy < today) return refused('DENY', 'RETENTION_LAPSED');
  const names = [caller.person, caller.unit, caller.agency, ...caller.roles];
  if (!named.every(({ list = [] }) => list.some((name) => names.includes(name))))
    return refused('DENY', 'NOT_NAMED_RECIPIENT');
  if (!caller.roles.includes('police-liaison')) return refused('NOT_FOUND', 'ROLE_NOT_COVERED');
  if (!subject.cases.some((each) => assigned.includes(each)) || !cases.every((each) => assigned.includes(each)))
    return refused('NOT_FOUND', 'NO_ASSIGNMENT');
  if (VETTING.indexOf(caller.vetting ?? '') < 1) return refused('DENY', 'VETTING_TOO_LOW');
  const shown = trained ? SHOWN : WITHOUT_TRAINING;
  const paths = leaves(item.payload)
    .map(([path]) => path)
    .filter((path) => shown.has(shapeOf(path)));
  return { effect: 'PERMIT_REDACTED', reason: trained ? 'CONTRACT_MATCH' : 'TRAINING_LAPSED', paths: paths.sort() };
};
