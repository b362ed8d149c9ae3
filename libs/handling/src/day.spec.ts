import { describe, expect, it } from '@jest/globals';
import { lastDayAt } from './day.ts';

describe('the latest day at an instant', () => {
  it.each([
    ['2026-11-21T09:59:59.999Z', '2026-11-21'],
    ['2026-11-21T10:00:00.000Z', '2026-11-22'],
    // Past midnight in Almaty (UTC+5), still the day before in Greenwich.
    ['2026-11-21T20:13:00.000Z', '2026-11-22'],
    ['2026-12-31T23:59:59.000Z', '2027-01-01'],
  ])('%s is %s', (instant, day) => expect(lastDayAt(instant)).toBe(day));
});
