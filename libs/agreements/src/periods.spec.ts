// The periods of agreements: which texts are one, and how short each can be.
import { describe, expect, it } from '@jest/globals';
import {
  ACKNOWLEDGE_PERIODS,
  acknowledgement,
  destruction,
  isPeriod,
  isRetention,
  shortestLengthOf,
} from './periods.ts';

const HOUR = 3_600_000;

describe('a period', () => {
  it.each(['P1Y', 'P10Y', 'P12M', 'P10W', 'P90D', 'PT72H', 'PT15M', 'PT30S', 'P10Y11M12W13DT14H15M16S', 'P1DT1S'])(
    '%s is one',
    (text) =>
      expect([isPeriod(text), isRetention(text), isRetention(`END_OF_REFERRAL+${text}`)]).toEqual([true, true, true]),
  );

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    'P1',
    '1D',
    'T1H',
    'P1H',
    'P1D1M',
    'PT1D',
    'P-1D',
    'P1.5D',
    'p1d',
    'xP1D',
    'P1Dx',
    'P1D P1D',
  ])('%j is none', (text) =>
    expect([isPeriod(text), isRetention(text), isRetention(`END_OF_X+${text}`)]).toEqual([false, false, false]),
  );

  it.each([
    'END_OF_+P1D',
    'END_OF_X P1D',
    'end_of_x+P1D',
    'x+P1D',
    'aEND_OF_X+P1D',
    'END_OF_X+END_OF_Y+P1D',
    'END_OF_X+',
  ])('%j runs from no end', (text) =>
    expect([isPeriod(text), isRetention(text), shortestLengthOf(text)]).toEqual([false, false, null]),
  );

  it('from an end is a retention, and no mere period', () => {
    expect(isPeriod('END_OF_REFERRAL+P90D')).toBe(false);
    expect(isRetention('END_OF_REFERRAL+P90D')).toBe(true);
  });
});

describe('the shortest that a retention can be', () => {
  it.each([
    // A year of 365 days, a month of 28; an hour less wherever clocks may go forward.
    ['P1Y', 8_759],
    ['P10Y', 87_590],
    ['P1M', 671],
    ['P1W', 167],
    ['P12W', 2_004],
    ['P1D', 23],
    ['P90D', 2_070],
    ['PT1H', 1],
    ['PT72H', 72],
    ['PT30M', 0.5],
    ['PT36S', 0.01],
    ['P1Y2M3W4DT5H6M36S', 8_759 + 2 * 671 + 3 * 167 + 4 * 23 + 5 + 0.1 + 0.01],
    ['END_OF_REFERRAL+P90D', 2_070],
  ])('%s is %d hours', (retention, hours) => expect(shortestLengthOf(retention)).toBeCloseTo(hours * HOUR, 3));

  it.each(['', 'for ever', 'END_OF_REFERRAL'])('is unknown where %j is no period', (text) =>
    expect(shortestLengthOf(text)).toBeNull(),
  );
});

describe('the obligation that a period stands for', () => {
  it.each([
    ['PT15M', 'ACK_15M'],
    ['PT30M', 'ACK_30M'],
    ['PT4H', 'ACK_4H'],
    ['PT24H', 'ACK_24H'],
    ['P1D', 'ACK_24H'],
    ['PT72H', 'ACK_72H'],
    ['P3D', 'ACK_72H'],
  ])('%s is %s', (period, obligation) => {
    expect(acknowledgement(period)).toBe(obligation);
    expect(ACKNOWLEDGE_PERIODS).toContain(period);
  });

  it('is one of destruction for a referral alone', () => {
    expect(destruction('END_OF_REFERRAL+P90D')).toBe('DESTROY_BY_END_OF_REFERRAL_90D');
    expect([destruction('P90D'), acknowledgement('PT25H')]).toEqual([undefined, undefined]);
  });
});
