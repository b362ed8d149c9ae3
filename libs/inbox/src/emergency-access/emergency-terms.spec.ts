// Of what several instruments oblige to in an emergency the strictest.
import { describe, expect, it } from '@jest/globals';
import { emergencyTerms } from './emergency-terms.ts';

const USUAL = ['TIMEBOX_4H', 'NOTIFY_ORIGINATOR_NOW', 'NOTIFY_DPO', 'REVIEW_72H'];

describe('the terms of an emergency access', () => {
  it('are those of its instrument', () => {
    expect(emergencyTerms(USUAL)).toEqual({ timeboxHours: 4, reviewHours: 72, noticeWithin: 'PT1M', reviewers: 2 });
    expect(emergencyTerms(['TIMEBOX_8H', 'NOTIFY_ORIGINATOR_15M', 'REVIEW_168H', 'REVIEWERS_3'])).toEqual({
      timeboxHours: 8,
      reviewHours: 168,
      noticeWithin: 'PT15M',
      reviewers: 3,
    });
  });

  it('are of several the shortest, and the most people', () =>
    expect(
      emergencyTerms([...USUAL, 'TIMEBOX_2H', 'NOTIFY_ORIGINATOR_5M', 'REVIEW_24H', 'REVIEWERS_5', 'REVIEWERS_3']),
    ).toEqual({ timeboxHours: 2, reviewHours: 24, noticeWithin: 'PT1M', reviewers: 5 }));

  it.each([['REVIEW_72H'], ['TIMEBOX_4H'], ['REVIEW_AFTER']])('with %s alone there is no access', (code) =>
    expect(() => emergencyTerms([code])).toThrow(/end or a review/),
  );
});
