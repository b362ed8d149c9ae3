import { describe, expect, it } from '@jest/globals';
import type { RegradeReport } from './decide-regrade.ts';
import { reportDecider } from './intelligence-report.decider.ts';
import {
  approved,
  AT,
  evaluated,
  ITEM_ID,
  omarov,
  paragraph,
  reportAfter,
  rumour,
  sanitised,
  URN,
} from './intelligence-report.fixture.ts';
import type { IntelligenceReportEvaluated, ReportEvent } from './intelligence-report.events.ts';
import { report, ready, by, people, disseminate, disseminated } from './release.fixture.ts';

describe('what happens to a report that left', () => {
  const left = [...ready, disseminated()];
  const notice = { noticeId: 'notice-1', people, derivedItems: ['alert-1'] };
  const regrade = (
    change: Partial<RegradeReport['data']> = {},
    given: Partial<RegradeReport> & { revision?: number } = {},
  ): RegradeReport & { revision: number } => ({
    type: 'RegradeReport',
    data: {
      reportUrn: URN,
      n: 2,
      grade: { scale: '3x5x2', source: '2', information: 'E' },
      otherScale: false,
      corroboratedBy: [],
      reason: 'Disproved by the police.',
      feedback: 'feedback-1',
      by,
      at: AT,
      ...change,
    },
    supports: [],
    namesSomeoneElse: false,
    notice,
    revision: left.length,
    ...given,
  });
  const after = report.given(...left);

  it('is regraded with the grade it had, the reason, and a correction for whoever holds it', () => {
    const { reportUrn, n, reason, feedback, corroboratedBy, grade, at } = regrade().data;
    after.when(regrade()).expectEvents({
      type: 'IntelligenceReportRegraded',
      data: {
        reportUrn,
        n,
        reason,
        feedback,
        corroboratedBy,
        by,
        at,
        before: rumour.grade,
        after: grade,
        version: 2,
        correction: {
          unit: 'prison-17-intelligence',
          subjects: [omarov],
          people,
          purpose: 'INVESTIGATE',
          caseRef: 'KZ-2026-114',
          correctionId: 'notice-1',
          itemId: ITEM_ID,
          handling: approved().data.handling,
          names: ['subject-1'],
        },
        derivedItems: ['alert-1'],
      },
    });
  });

  it('changes the grade of that paragraph alone', () =>
    expect(after.when(regrade()).state()).toMatchObject({
      version: 2,
      grades: [paragraph().grade, { scale: '3x5x2', source: '2', information: 'E' }],
    }));

  it('owes nobody a correction where nobody was sent it', () => {
    const outcome = report.given(...ready).when(regrade({}, { revision: 3 }));
    outcome.expectEventTypes('IntelligenceReportRegraded');
    const decision = reportDecider.decide(
      regrade({}, { revision: 3 }),
      ready.reduce(reportDecider.evolve, reportDecider.initial()),
    );
    expect(decision).toMatchObject({ events: [{ data: { correction: null } }] });
  });

  it.each<[string, Partial<RegradeReport['data']>, string]>([
    ['a paragraph it lacks', { n: 3 }, 'paragraph-unknown'],
    ['a value off its scale', { grade: { scale: '3x5x2', source: 'X', information: 'E' } }, 'grade-not-on-scale'],
    ['another scale unasked', { grade: { scale: 'EUP', source: 'X', information: '4' } }, 'grade-of-another-scale'],
    ['the grade it has', { grade: rumour.grade }, 'grade-unchanged'],
    [
      '"corroborated" by nothing',
      { grade: { scale: '3x5x2', source: '2', information: 'B' } },
      'corroboration-not-named',
    ],
    [
      '"corroborated" by a paragraph nobody knows',
      { grade: { scale: '3x5x2', source: '2', information: 'B' }, corroboratedBy: [{ reportUrn: null, n: 9 }] },
      'corroboration-unknown',
    ],
  ])('refuses to be regraded to %s', (_what, change, refusal) =>
    after.when(regrade(change)).expectRefusal(refusal as 'paragraph-unknown'),
  );

  it('takes a grade of another scale where that is said', () =>
    after
      .when(regrade({ grade: { scale: 'EUP', source: 'X', information: '4' }, otherScale: true }))
      .expectEventTypes('IntelligenceReportRegraded'));

  it('refuses to be upgraded on the word of its own source', () => {
    const one = { sourceToken: 'token-1' };
    const sameSource = [evaluated({ paragraphs: [paragraph(one), { ...rumour, ...one }] }), sanitised(), approved()];
    report
      .given(...sameSource)
      .when(
        regrade(
          { grade: { scale: '3x5x2', source: '2', information: 'B' }, corroboratedBy: [{ reportUrn: null, n: 1 }] },
          { revision: 3 },
        ),
      )
      .expectRefusal('source-corroborates-itself');
  });

  it('refuses a reason that names somebody else: every holder reads it', () =>
    after.when(regrade({}, { namesSomeoneElse: true })).expectRefusal('names-someone-else'));

  it('refuses to be regraded before it is approved', () =>
    report
      .given(evaluated())
      .when(regrade({}, { revision: 1 }))
      .expectRefusal('report-not-approved'));

  const revalidate = (reviewBy: string, at = AT, revision = left.length) => ({
    type: 'RevalidateReport' as const,
    revision,
    notice,
    namesSomebody: false,
    data: {
      reportUrn: URN,
      by,
      at,
      reviewBy,
      reason: 'Still needed for case 114.',
    },
  });

  it('is revalidated for twelve months at most', () => {
    after.when(revalidate('2027-11-23')).expectEventTypes('IntelligenceReportRevalidated');
    after.when(revalidate('2027-11-24')).expectRefusal('review-too-far');
    after.when(revalidate('2026-11-23')).expectRefusal('review-day-passed');
    after.when(revalidate('2027-13-01')).expectRefusal('review-not-a-day');
  });

  it('tells its new day of review to whoever holds it, in words that name nobody', () => {
    const revalidated = after.when(revalidate('2027-11-23')).state();
    expect(revalidated).toMatchObject({ reviewBy: '2027-11-23' });
    after.when({ ...revalidate('2027-11-23'), namesSomebody: true }).expectRefusal('reason-names-somebody');
    report
      .given(...ready)
      .when({ ...revalidate('2027-11-23', AT, ready.length), namesSomebody: true })
      .expectEventTypes('IntelligenceReportRevalidated');
  });

  it('is not carried beyond five years from its evaluation', () => {
    after.when(revalidate('2031-11-23', '2031-01-10T09:00:00.000Z')).expectEventTypes('IntelligenceReportRevalidated');
    after.when(revalidate('2031-11-24', '2031-01-10T09:00:00.000Z')).expectRefusal('beyond-five-years');
  });

  it('is not revalidated before it is approved', () =>
    report
      .given(evaluated())
      .when(revalidate('2027-11-23', AT, 1))
      .expectRefusal('report-not-approved'));

  const withdraw = (revision = left.length, groundsAgreed: string[] | null = null) => ({
    type: 'WithdrawReport' as const,
    revision,
    groundsAgreed,
    notice,
    data: {
      reportUrn: URN,
      by,
      at: AT,
      reason: 'The source lied.',
      ground: 'DISPROVED' as const,
      required: 'ERASE' as const,
    },
  });

  it('is withdrawn from whoever holds it, with what rests on it', () => {
    const outcome = after.when(withdraw());
    outcome.expectEventTypes('IntelligenceReportWithdrawn');
    expect(outcome.state()).toMatchObject({ status: 'withdrawn' });
  });

  it('is withdrawn on a ground of clause 16 and on no other', () => {
    after.when(withdraw(left.length, ['ERROR', 'DISPROVED'])).expectEventTypes('IntelligenceReportWithdrawn');
    after.when(withdraw(left.length, ['ERROR'])).expectRefusal('ground-not-agreed');
  });

  it('has no life after its withdrawal', () => {
    const withdrawn: ReportEvent = {
      type: 'IntelligenceReportWithdrawn',
      data: { ...withdraw().data, withdrawal: null, derivedItems: [] },
    };
    report
      .given(...left, withdrawn)
      .when(withdraw(5))
      .expectRefusal('report-withdrawn');
    report
      .given(...left, withdrawn)
      .when(regrade({}, { revision: 5 }))
      .expectRefusal('report-withdrawn');
    report
      .given(...ready, withdrawn)
      .when(disseminate({ revision: 4 }))
      .expectRefusal('report-withdrawn');
  });

  const mark = (marker: string, revision = left.length) => ({
    type: 'MarkReport' as const,
    revision,
    notice,
    namesSomebody: false,
    data: {
      reportUrn: URN,
      by,
      at: AT,
      marker,
      reason: 'It quotes a call with his lawyer.',
    },
  });

  it('tells a finding to whoever holds it, unless a part of it has told them already', () => {
    const said = (events: [IntelligenceReportEvaluated, ...ReportEvent[]]) => {
      const decided = reportDecider.decide(mark('ACCURACY_CONTESTED', events.length), reportAfter(...events));
      const [event] = decided.outcome === 'accepted' ? decided.events : [];
      return event?.type === 'IntelligenceReportMarked' ? event.data.correction?.correctionId : undefined;
    };
    const [, ...since] = left;
    const part = { itemId: 'part-1', reportUrn: 'IR-2026-0001', originator: 'kz-prison-service', destroyBy: null };
    const handling = { code: 'P' as const, conditions: [] };
    const contested = { ...part, handling, markers: ['ACCURACY_CONTESTED'] };
    expect(said([evaluated(), ...since])).toBe(notice.noticeId);
    expect(said([evaluated({ basedOn: [contested] }), ...since])).toBeUndefined();
    after.when({ ...mark('ACCURACY_CONTESTED'), namesSomebody: true }).expectRefusal('reason-names-somebody');
  });

  it('is taken back with a finding that bars it', () => {
    after.when(mark('LEGAL_PRIVILEGE')).expectEventTypes('IntelligenceReportMarked', 'IntelligenceReportWithdrawn');
    after.when(mark('MAY_HELP_DEFENCE')).expectEventTypes('IntelligenceReportMarked');
  });
});
