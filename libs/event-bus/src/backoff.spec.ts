import { expect, it } from '@jest/globals';
import { Backoff } from './backoff.ts';

it('rests twice as long each time, up to a limit, and not at all once it works', () => {
  const backoff = new Backoff();
  const rests = Array.from({ length: 20 }, () => backoff.fault('t'));
  expect(rests.slice(0, 5)).toEqual([100, 200, 400, 800, 1_600]);
  expect(rests.at(-1)).toBe(10_000);
  expect([backoff.resting(), backoff.count('t')]).toEqual([['t'], 20]);
  backoff.clear('t');
  expect([backoff.resting(), backoff.fault('t')]).toEqual([[], 100]);
});
