// Periods as deadlines: what the shortest of several is, and in which words clocks take it.
import { expect, it } from '@jest/globals';
import { deadlineMs, shortestPeriod } from './periods.ts';

const HOUR_MS = 3_600_000;

it.each([
  ['PT24H', 24],
  ['P1D', 24],
  ['P1DT12H', 36],
  ['P1W', 168],
  ['P1M', 28 * 24],
  ['P1Y', 365 * 24],
  ['three days', 0],
])('%s is due after %i hours', (period, hours) => expect(deadlineMs(period)).toBe(hours * HOUR_MS));

it.each([
  [['PT72H', 'PT24H', 'P2D'], 'PT24H'],
  [['P1M', 'P2W'], 'P14D'],
  [['P1M'], 'P28D'],
  [[], null],
])('of %j the shortest is %s, in words that every clock reads', (periods, shortest) =>
  expect(shortestPeriod(periods)).toBe(shortest),
);
