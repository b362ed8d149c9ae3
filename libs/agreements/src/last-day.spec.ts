// Periods as deadlines, what the shortest of several is, and the last day of one that something is kept for.
import { describe, expect, it } from '@jest/globals';
import { deadlineMs, lastDayOf, shortestPeriod } from './periods.ts';

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

describe('the last day of a period', () => {
  it.each([
    ['2026-11-20', 'P12M', '2027-11-20'],
    ['2026-11-20', 'P5Y', '2031-11-20'],
    ['2026-01-31', 'P1M', '2026-02-28'],
    ['2028-01-31', 'P1M', '2028-02-29'],
    ['2028-02-29', 'P1Y', '2029-02-28'],
    ['2026-08-31', 'P6M', '2027-02-28'],
    ['2026-12-31', 'P2M', '2027-02-28'],
    ['2026-11-20', 'P30D', '2026-12-20'],
    ['2026-11-20', 'P2W', '2026-12-04'],
    ['2026-01-31', 'P1M1D', '2026-03-01'],
    ['2026-11-20', 'P0D', '2026-11-20'],
    ['2026-11-20', 'PT12H', '2026-11-21'],
    ['2026-11-20', 'PT24H', '2026-11-21'],
    ['2026-11-20', 'P1DT25H', '2026-11-23'],
  ])('from %s, %s, is %s', (from, period, last) => expect(lastDayOf(from, period)).toBe(last));

  it.each(['END_OF_REFERRAL+P90D', 'P9999Y', 'P999999999999Y', 'a year', 'P', ''])('of "%s" is not known', (period) =>
    expect(lastDayOf('2026-11-20', period)).toBeNull(),
  );
});
