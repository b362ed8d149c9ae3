import { describe, expect, it } from '@jest/globals';
import { lastDayOf } from './periods.ts';

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
