// What has come of a breach, folded from the events of its instrument.
import type { MouBreachNoticeGiven, MouBreachReported } from './instrument.events.ts';

/** A breach, with the notices given of it, and whether the clock ran out before they all were. */
export type Breach = MouBreachReported['data'] & { given: MouBreachNoticeGiven['data'][]; isLate: boolean };

/** Whom notice of a breach is still owed to. */
export const untold = ({ tells, given }: Breach): string[] =>
  tells.filter((one) => !given.some(({ to }) => to === one));

export const withBreach = <K extends { breaches: Breach[] }>(
  instrument: K,
  { breachId }: { breachId: string },
  change: (breach: Breach) => Breach,
): K => ({
  ...instrument,
  breaches: instrument.breaches.map((one) => (one.breachId === breachId ? change(one) : one)),
});
