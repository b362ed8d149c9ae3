// Step 2: the bundle, the state of the agreements that rule, and the reason for an emergency.
import type { Ruling } from './basis.ts';
import { dayIn } from './time.ts';
import type { View } from './view.ts';

const UNFINISHED = ['DRAFT', 'REVIEWED', 'SIGNED'];
const OVER = ['EXPIRED', 'TERMINATED', 'WOUND_DOWN'];
const NEVER_LATE = ['statute', 'internal-instruction'];

export const isStale = ({ cell }: View): boolean => cell.bundle.ageSeconds > cell.bundle.maxAgeSeconds;

export const isReleaseNotice = ({ cell }: View): boolean => cell.item.product === 'custody.release-notice.v1';

/** Rule 9: what goes on a stale bundle, marked. */
export const goesWhenStale = (view: View): boolean =>
  view.cell.item.priority === 'IMMEDIATE' ||
  isReleaseNotice(view) ||
  (view.basis.ruling.length > 0 &&
    view.basis.ruling.every(({ agreement }) => NEVER_LATE.includes(agreement.instrument)));

/** Rule 6 and the term clause; expiry is a comparison with the clock and needs no event. */
const stateReasons = ({ agreement }: Ruling, now: string): string[] => {
  const today = dayIn(now, agreement.timezone);
  return [
    ...(UNFINISHED.includes(agreement.state) || today < agreement.term.from ? ['MOU_NOT_IN_FORCE'] : []),
    ...(OVER.includes(agreement.state) || today > agreement.term.to ? ['MOU_EXPIRED'] : []),
    ...(agreement.state === 'SUSPENDED' ? ['MOU_SUSPENDED'] : []),
  ];
};

/** What fails in step 2. */
export const basisReasons = (view: View): string[] => {
  const { bundle, now, request } = view.cell;
  const unjustified = request.question === 'breakGlass' && request.justification.trim() === '';
  return [
    ...(bundle.verified ? [] : ['BUNDLE_UNVERIFIED']),
    ...(isStale(view) && !goesWhenStale(view) ? ['BUNDLE_STALE'] : []),
    ...view.basis.ruling.flatMap((ruling) => stateReasons(ruling, now)),
    ...(unjustified ? ['EMERGENCY_NOT_JUSTIFIED'] : []),
  ];
};
