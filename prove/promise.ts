// What a row of `prove` is: a count of violations, and a control that shows that there would have been some to count.
import type { Row } from '@gatehouse/bench/frame';

export interface Checked {
  id: string;
  what: string;
  violations: number;
  /** whether the run was as large as the promise says; null for a quick one */
  whole: boolean | null;
  /** what the run was, where it was not the whole */
  conditions: string | null;
  /** how it was shown that the check can fail */
  control: { what: string; noticed: boolean };
  /** what others let happen in the same run */
  peers?: Row['peers'];
}

const NOT_NOTICED = 'THE PLANTED BUG WENT UNNOTICED: ';

export const promiseRow = ({ id, what, violations, whole, conditions, control, peers = [] }: Checked): Row => ({
  id,
  what,
  figure: violations,
  unit: 'violations',
  goal: 0,
  met: violations > 0 || !control.noticed ? false : whole === true ? true : null,
  peers,
  control: `${control.noticed ? '' : NOT_NOTICED}${control.what}`,
  spread: [violations, violations],
  conditions,
});

/** A promise is broken by a violation, and by a check that cannot see one. A run that was too small decides nothing. */
export const isBroken = ({ met }: Pick<Row, 'met'>): boolean => met === false;
