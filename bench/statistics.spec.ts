import { expect, it } from '@jest/globals';
import { median, quantile, rounded, spreadOf } from './statistics.ts';

const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);

it('gives a quantile by nearest rank: always a value that was measured', () => {
  expect(quantile(hundred, 0.99)).toBe(99);
  expect(quantile(hundred, 1)).toBe(100);
  expect(quantile(hundred, 0)).toBe(1);
  expect(quantile([7], 0.99)).toBe(7);
  expect(median([3, 1, 2])).toBe(2);
});

it('says that nothing was measured rather than zero', () => expect(quantile([], 0.5)).toBe(Infinity));

it('gives the lowest and the highest, and as many places as asked', () => {
  expect(spreadOf([3, 1, 2])).toEqual([1, 3]);
  expect(rounded(1.2345, 2)).toBe(1.23);
});
