// What a sample says of the whole.
import type { Tried } from './mutation-run.ts';

/** The 97.5th percentile of the normal distribution. */
const Z = 1.959964;

/**
 * Between which scores that of all mutants lies, nineteen times of twenty: Wilson's score interval (E. B. Wilson, 1927), which holds for small samples and near
 * the ends too.
 * @returns per cent, to a tenth
 */
export const scoreBetween = ({
  mutants,
  noticed,
}: Pick<Tried, 'mutants' | 'noticed'>): [least: number, most: number] => {
  if (mutants === 0) return [0, 100];
  const share = noticed / mutants;
  const middle = share + Z ** 2 / (2 * mutants);
  const half = Z * Math.sqrt((share * (1 - share)) / mutants + Z ** 2 / (4 * mutants ** 2));
  const per = (value: number): number => Math.round((value / (1 + Z ** 2 / mutants)) * 1000) / 10;
  return [per(middle - half), per(middle + half)];
};
