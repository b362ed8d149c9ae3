// What waits for somebody (README, rule 3): a consent or a second pair of eyes counts when it comes in time; without it the answer waits
// until time runs out, and is a refusal after that.
import type { Approval } from '../case.ts';
import { come, hoursAfter } from './time.ts';
import type { View } from './view.ts';

export interface Waiting {
  reason: string;
  /** no approval can come any more */
  over: boolean;
}

const CONSULTATION_HOURS = 72;
const FOUR_EYES_HOURS = 24;

const inTime = ({ cell }: View, { at }: Approval, hours: number): boolean => {
  const { pendingSince } = cell.request;
  return come(cell.now, at) && (pendingSince === undefined || Date.parse(at) < hoursAfter(pendingSince, hours));
};

const isOver = ({ cell }: View, hours: number): boolean =>
  cell.request.pendingSince !== undefined && Date.parse(cell.now) >= hoursAfter(cell.request.pendingSince, hours);

/** It runs, and was given for this: a consent for something else is none. */
const isForThis = ({ cell: { now, request } }: View, { until, covers }: Approval): boolean => {
  if (until !== undefined && Date.parse(until) <= Date.parse(now)) return false;
  if (covers === undefined) return true;
  const { question, recipient = null, purpose, caseRef = null, use = [] } = request;
  return (
    covers.question === question &&
    covers.recipient === recipient &&
    covers.purpose === purpose &&
    covers.caseRef === caseRef &&
    use.every((one) => covers.use.includes(one))
  );
};

/** A no may come at any time, also after a yes. */
const refusedByOriginator = (view: View): boolean =>
  (view.cell.request.approvals ?? []).some(
    (approval) =>
      approval.kind === 'ORIGINATOR_REFUSAL' &&
      approval.agency === view.cell.item.originator &&
      come(view.cell.now, approval.at) &&
      isForThis(view, approval),
  );

/** Whether a controller has consented in time. */
export const consented = (view: View, agency: string): boolean =>
  (view.cell.request.approvals ?? []).some(
    (approval) =>
      approval.kind === 'ORIGINATOR_CONSENT' &&
      approval.agency === agency &&
      isForThis(view, approval) &&
      inTime(view, approval, CONSULTATION_HOURS),
  );

const approvedExport = (view: View): boolean => {
  const { person, unit } = view.cell.caller;
  return (view.cell.request.approvals ?? []).some(
    (approval) =>
      approval.kind === 'FOUR_EYES' &&
      approval.person !== person &&
      approval.unit !== unit &&
      inTime(view, approval, FOUR_EYES_HOURS),
  );
};

const priorAuthorisation = (view: View): boolean =>
  view.foreignCountries.length > 0 && (view.cell.item.partsFrom ?? []).some((party) => !consented(view, party));

const hasNoOnward = ({ conditions }: View): boolean => conditions.some(({ code }) => code === 'NO_ONWARD');

/** What the originator said to whom the item was given: to the caller who passes it on, or to the holder whose copy is asked for. */
const onwardTerms = (view: View): string[] => {
  const { request, item, agreements } = view.cell;
  if (request.question === 'onward') return view.flows.map(({ onward }) => onward);
  const terms = agreements
    .flatMap(({ flows }) => flows)
    .filter(
      ({ product, producer, consumers }) =>
        product === item.product && producer === item.originator && consumers.includes(request.via ?? ''),
    )
    .map(({ onward }) => onward as string);
  return terms.length > 0 ? terms : ['none'];
};

const passesOn = ({ cell: { request, caller, item } }: View): boolean =>
  request.question === 'onward' ||
  (request.via !== undefined && request.via !== caller.agency && request.via !== item.originator);

/** Further sharing without the originator's consent; an agreement that forbids it leaves nothing to consent to. */
const originatorControl = (view: View): Waiting | undefined => {
  if (refusedByOriginator(view)) return { reason: 'ORIGINATOR_CONTROL', over: true };
  if (!passesOn(view)) return undefined;
  const terms = onwardTerms(view);
  const forbidden = terms.includes('forbidden');
  const free = terms.every((term) => term === 'allowed') && !hasNoOnward(view);
  if (free || (!forbidden && consented(view, view.cell.item.originator))) return undefined;
  return { reason: 'ORIGINATOR_CONTROL', over: forbidden || isOver(view, CONSULTATION_HOURS) };
};

const isBulk = ({ cell: { request } }: View): boolean =>
  request.question === 'export' && (request.export?.count ?? 0) + (request.export?.alreadyInWindow ?? 0) >= 200;

/** Everything that waits, or waited in vain. */
export const waitingReasons = (view: View): Waiting[] => {
  const control = originatorControl(view);
  const consultationOver = isOver(view, CONSULTATION_HOURS);
  return [
    ...(priorAuthorisation(view) ? [{ reason: 'PRIOR_AUTHORISATION', over: consultationOver }] : []),
    ...(control ? [control] : []),
    ...(view.markers.has('SMALL_CIRCLE_FAILED') ? [{ reason: 'SOURCE_AT_RISK', over: consultationOver }] : []),
    ...(isBulk(view) && !approvedExport(view) ? [{ reason: 'FOUR_EYES', over: isOver(view, FOUR_EYES_HOURS) }] : []),
  ];
};
