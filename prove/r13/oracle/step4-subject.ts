// Step 4: the state of a person, and how long the item may be kept.
import type { Subject } from '../case.ts';
import { come, isOver, within } from './time.ts';
import type { View } from './view.ts';

const juvenile = ({ flows, cell }: View, subject: Subject): boolean =>
  subject.juvenile?.atConduct === true &&
  (flows.length === 0 || flows.some((flow) => flow.juvenile === false || flow.juvenile.desk !== cell.caller.unit));

/** Who a list of people or posts means: a person, a role, a unit or an agency. */
export const isListed = ({ cell: { caller } }: View, list: string[]): boolean =>
  [caller.person, caller.unit, caller.agency, ...caller.roles].some((name) => name !== null && list.includes(name));

const acquitted = ({ cell }: View, subject: Subject, final: boolean): boolean =>
  subject.acquitted !== undefined &&
  subject.acquitted.case === cell.item.caseRef &&
  subject.acquitted.final === final &&
  come(cell.now, subject.acquitted.at);

const consentMissing = ({ flows, cell }: View, { consents = [] }: Subject): boolean =>
  flows.some(
    ({ consent }) =>
      consent !== undefined &&
      !consents.some((given) => given.for === consent && within(cell.now, given.from, given.until)),
  );

/** What fails about one person in step 4. */
export const subjectReasons = (view: View, subject: Subject): string[] => [
  ...(juvenile(view, subject) ? ['JUVENILE_OVERLAY'] : []),
  ...(subject.sealed && view.today.some((day) => day >= subject.sealed!.since) ? ['SEALED'] : []),
  ...(subject.limitedAccess && !isListed(view, subject.limitedAccess.allow) ? ['LIMITED_ACCESS'] : []),
  ...(acquitted(view, subject, true) ? ['LEGAL_BASIS_ENDED'] : []),
  ...(acquitted(view, subject, false) ? ['RESTRICTED'] : []),
  ...(consentMissing(view, subject) ? ['CONSENT_MISSING'] : []),
];

/** Clause 12: the flow's own days, the second only where the originator names none. The day itself is still within them. */
const isKeptTooLong = ({ basis, cell: { item, now } }: View): boolean =>
  basis.ruling.some(({ agreement: { timezone }, flow: { retain } }) =>
    [retain.destroy, ...(item.reviewBy === null ? [retain.review] : [])].some((period) =>
      isOver(item.publishedAt, period, now, timezone),
    ),
  );

/** What fails about the item itself in step 4. */
export const keepingReasons = (view: View): string[] => {
  const { item, request } = view.cell;
  const days = [...view.destroyDays, ...(item.reviewBy === null ? [] : [item.reviewBy])];
  const contested = view.markers.has('ACCURACY_CONTESTED') && request.question === 'adverseDecision';
  return [
    ...(contested ? ['RESTRICTED'] : []),
    ...(days.some((day) => view.today.some((today) => today > day)) || isKeptTooLong(view) ? ['RETENTION_LAPSED'] : []),
  ];
};

/** A contested item that is only read: everything may be seen, and not every use made of it. */
export const isContested = ({ markers, cell }: View): boolean =>
  markers.has('ACCURACY_CONTESTED') && cell.request.question !== 'adverseDecision';
