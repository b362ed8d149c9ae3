// In time or late is measured from the release, by the period it was given with; what nobody has to acknowledge is not counted.
import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { performanceDecider, type ReportPerformance } from './performance.decider.ts';
import { levelsOf, type ReleasedOnce } from './performance-report.ts';

const NOW = new Date('2026-11-25T10:00:00Z');
const released = (acknowledged: string | null, obligations = ['ACK_24H'], recipient = 'kz-police'): ReleasedOnce => ({
  recipient,
  at: new Date('2026-11-24T10:00:00Z'),
  obligations,
  acknowledgedAt: acknowledged === null ? null : new Date(acknowledged),
});
const level = (...all: ReleasedOnce[]) => levelsOf(all, NOW);
const none = { inTime: 0, late: 0, missed: 0, waiting: 0 };

describe('a service level', () => {
  it.each([
    ['in time to the last instant', released('2026-11-25T10:00:00Z'), { inTime: 1 }],
    ['late after it', released('2026-11-25T10:00:01Z'), { late: 1 }],
    ['waiting while it may come', released(null), { waiting: 1 }],
    ['missed when it may not any more', released(null, ['ACK_30M']), { missed: 1 }],
    ['by the shorter of two periods', released('2026-11-24T11:00:00Z', ['ACK_24H', 'ACK_30M']), { late: 1 }],
  ])('is %s', (_what, one, kept) => expect(level(one)).toEqual([{ recipient: 'kz-police', ...none, ...kept }]));

  it('counts each recipient by itself, and nothing that nobody has to acknowledge', () => {
    const others = released('2026-11-24T11:00:00Z', ['ACK_24H'], 'a-court');
    expect(level(released(null), others, released(null, ['DESTROY_BY']))).toEqual([
      { recipient: 'a-court', ...none, inTime: 1 },
      { recipient: 'kz-police', ...none, waiting: 1 },
    ]);
  });
});

describe('a report', () => {
  const counts = { reportId: 'r', instrumentId: 'mou', acknowledged: [], corrections: [], by: 'lm', at: 'now' };
  const report = { ...counts, from: '2026-11-01', to: '2026-11-24' };
  const told = (change: Partial<ReportPerformance['data']> = {}): ReportPerformance => ({
    type: 'ReportPerformance',
    data: { ...report, today: '2026-11-25', disclosesUnderIt: true, ...change },
  });
  const reports = decider(performanceDecider);

  it('is about days that are over, forwards, under an own instrument', () => {
    reports.given().when(told()).expectEvents({ type: 'PerformanceReported', data: report });
    reports
      .given()
      .when(told({ to: '2026-11-25' }))
      .expectRefusal('period-not-over');
    reports
      .given()
      .when(told({ from: '2026-11-24', to: '2026-11-23' }))
      .expectRefusal('period-backwards');
    reports
      .given()
      .when(told({ from: '0001-01-01' }))
      .expectRefusal('period-too-long');
    reports
      .given()
      .when(told({ from: '2025-11-24' }))
      .expectEventTypes('PerformanceReported');
    reports
      .given()
      .when(told({ disclosesUnderIt: false }))
      .expectRefusal('instrument-unknown');
  });
  it('of the same days is made once', () =>
    reports
      .given({ type: 'PerformanceReported', data: report })
      .when(told({ reportId: 'another' }))
      .expectEvents());
});
