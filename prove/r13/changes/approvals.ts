// What others have said to the request, and how long it has waited.
import type { Approval, Cell } from '../case.ts';
import { changesOf, fromNow, HOUR, type Change } from './change.ts';

const approval = (kind: Approval['kind'], approver: Partial<Approval>, age: number) => (cell: Cell) => {
  const agency = kind === 'FOUR_EYES' ? cell.caller.agency : cell.item.originator;
  const one = { kind, agency, person: 'somebody-else', unit: 'another-unit', at: fromNow(cell, -age), ...approver };
  cell.request.approvals = [...(cell.request.approvals ?? []), one];
};

const pending =
  (hours: number, then: (cell: Cell) => void = () => undefined) =>
  (cell: Cell) => {
    cell.request.pendingSince = fromNow(cell, -hours * HOUR);
    then(cell);
  };

const consent = (age: number) => approval('ORIGINATOR_CONSENT', {}, age);

/** What is asked, as an approval names what it was given for; with something else in its place. */
const coversThis = (
  cell: Cell,
  other: Partial<NonNullable<Approval['covers']>> = {},
): NonNullable<Approval['covers']> => {
  const { question, recipient = null, purpose, caseRef = null, use = [] } = cell.request;
  return { question, recipient, purpose, caseRef, use, ...other };
};
const eyes = (age: number) => approval('FOUR_EYES', {}, age);

export const approvalChanges: Change[] = changesOf('approval', {
  consent: consent(HOUR),
  'consent of police': approval('ORIGINATOR_CONSENT', { agency: 'kz-police' }, HOUR),
  'consent of a stranger': approval('ORIGINATOR_CONSENT', { agency: 'kz-customs' }, HOUR),
  'consent to come': consent(-HOUR),
  'consent for this': (cell) => approval('ORIGINATOR_CONSENT', { covers: coversThis(cell) }, HOUR)(cell),
  'consent for another recipient': (cell) =>
    approval('ORIGINATOR_CONSENT', { covers: coversThis(cell, { recipient: 'kz-customs' }) }, HOUR)(cell),
  'consent for another case': (cell) =>
    approval('ORIGINATOR_CONSENT', { covers: coversThis(cell, { caseRef: 'KZ-2020-1' }) }, HOUR)(cell),
  'consent that ended': (cell) => approval('ORIGINATOR_CONSENT', { until: fromNow(cell, 0) }, HOUR)(cell),
  'consent that runs': (cell) => approval('ORIGINATOR_CONSENT', { until: fromNow(cell, HOUR) }, HOUR)(cell),
  'consent taken back': (cell) => {
    consent(2 * HOUR)(cell);
    approval('ORIGINATOR_REFUSAL', {}, HOUR)(cell);
  },
  'refused by police': approval('ORIGINATOR_REFUSAL', { agency: 'kz-police' }, HOUR),
  'refused for another recipient': (cell) =>
    approval('ORIGINATOR_REFUSAL', { covers: coversThis(cell, { recipient: 'kz-customs' }) }, HOUR)(cell),
  'four eyes': eyes(HOUR),
  'four eyes, his own': (cell) => approval('FOUR_EYES', { person: cell.caller.person ?? 'x' }, HOUR)(cell),
  'four eyes, his unit': (cell) => approval('FOUR_EYES', { unit: cell.caller.unit ?? 'x' }, HOUR)(cell),
  'pending 23 h': pending(23),
  'pending 24 h': pending(24),
  'pending 71 h': pending(71),
  'pending 72 h': pending(72),
  'consent in time': pending(80, consent(9 * HOUR)),
  'consent too late': pending(80, consent(8 * HOUR)),
  'four eyes in time': pending(30, eyes(7 * HOUR)),
  'four eyes too late': pending(30, eyes(6 * HOUR)),
});
