import { describe, expect, it } from '@jest/globals';
import { scoreBetween } from './score.ts';

describe('what a sample says of the whole', () => {
  // The values of Wilson's interval as they stand in tables: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  it.each([
    [81, 263, [25.5, 36.6]],
    [15, 148, [6.2, 16]],
    [0, 20, [0, 16.1]],
    [1, 29, [0.6, 17.2]],
  ])('%i of %i', (noticed, mutants, between) => expect(scoreBetween({ noticed, mutants })).toEqual(between));

  it('is nothing where nothing was tried', () => expect(scoreBetween({ noticed: 0, mutants: 0 })).toEqual([0, 100]));
});
