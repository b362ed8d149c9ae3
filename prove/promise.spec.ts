import { expect, it } from '@jest/globals';
import { isBroken, promiseRow, type Checked } from './promise.ts';

const checked: Checked = {
  id: 'R0',
  what: 'nothing is lost',
  violations: 0,
  whole: true,
  conditions: null,
  control: { what: 'a reader that loses one was seen to', noticed: true },
};

it.each<[string, Partial<Checked>, boolean | null]>([
  ['held, in a run as large as promised', {}, true],
  ['undecided after a run that was smaller', { whole: false }, null],
  ['undecided after a quick run', { whole: null }, null],
  ['broken by one violation, however small the run', { violations: 1, whole: null }, false],
  ['broken when the planted bug went unnoticed', { control: { what: 'x', noticed: false } }, false],
])('a promise is %s', (_what, change, met) => {
  const row = promiseRow({ ...checked, ...change });
  expect(row.met).toBe(met);
  expect(isBroken(row)).toBe(met === false);
});
