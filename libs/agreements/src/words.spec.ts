// Codes and periods as a lawyer reads them.
import { describe, expect, it } from '@jest/globals';
import { dayInWords, lengthOf, listed, periodInWords, spelt } from './words.ts';

const DAY = 86_400;

describe('a period', () => {
  it.each([
    ['P1Y', '1 year', 365.25 * DAY],
    ['P10Y', '10 years', 3_652.5 * DAY],
    ['P1M', '1 month', (365.25 * DAY) / 12],
    ['P12M', '12 months', 365.25 * DAY],
    ['P10W', '10 weeks', 70 * DAY],
    ['P90D', '90 days', 90 * DAY],
    ['PT72H', '72 hours', 3 * DAY],
    ['PT15M', '15 minutes', 900],
    ['PT30S', '30 seconds', 30],
    ['P1Y2M3DT4H', '1 year, 2 months, 3 days and 4 hours', 429.125 * DAY + 4 * 3_600],
    ['P1DT1H10M12S', '1 day, 1 hour, 10 minutes and 12 seconds', DAY + 3_600 + 600 + 12],
    ['P1Y10M', '1 year and 10 months', 365.25 * DAY + (3_652.5 * DAY) / 12],
    ['P1M10D', '1 month and 10 days', (365.25 * DAY) / 12 + 10 * DAY],
    ['P1Y10W', '1 year and 10 weeks', 365.25 * DAY + 70 * DAY],
    ['P1MT15M', '1 month and 15 minutes', (365.25 * DAY) / 12 + 900],
    ['END_OF_REFERRAL+P90D', '90 days after the end of referral', undefined],
  ])('%s is %s', (period, words, seconds) => {
    expect(periodInWords(period)).toBe(words);
    if (seconds !== undefined) expect(lengthOf(period)).toBe(seconds);
  });

  it('after an end is as long as without it', () => expect(lengthOf('END_OF_REFERRAL+P90D')).toBe(lengthOf('P90D')));

  it.each(['P', 'for ever'])('that is none stands as it is written: %s', (text) =>
    expect([periodInWords(text), lengthOf(text)]).toEqual([text, 0]),
  );
});

it.each([
  [[], 'nothing'],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j is listed as %s', (words, text) => expect(listed(words)).toBe(text));

it('an empty list may be nobody', () => expect(listed([], 'nobody')).toBe('nobody'));

it.each([
  ['2026-01-01', '1 January 2026'],
  ['2028-12-31', '31 December 2028'],
])('%s is %s', (day, words) => expect(dayInWords(day)).toBe(words));

it.each([
  ['keptInPercent', 'kept in percent'],
  ['hold-new-items', 'hold new items'],
  ['NO_ONWARD', 'no onward'],
])('%s is spelt %s', (name, words) => expect(spelt(name)).toBe(words));
