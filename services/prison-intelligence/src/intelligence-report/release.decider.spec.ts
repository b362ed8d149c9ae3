import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import type { DisseminateReport, PreviewedOutcome } from './decide-dissemination.ts';
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
import type {
  IntelligenceReportDisseminated,
  IntelligenceReportEvaluated,
  ReportEvent,
} from './intelligence-report.events.ts';
import { reportProduct } from './to-report-product.ts';

const report = decider(reportDecider);
const ready: ReportEvent[] = [evaluated(), sanitised(), approved()];
const by = 'pi-bolat';
const police: PreviewedOutcome = {
  party: 'kz-police',
  own: false,
  reachable: true,
  effect: 'PERMIT_REDACTED',
  reason: 'CONTRACT_MATCH',
  obligations: [],
};
const people = [{ ref: 'subject-1', category: 'SUSPECT', cases: ['KZ-2026-114'] }];

const disseminate = (
  change: Partial<DisseminateReport> & { revision?: number } = {},
): DisseminateReport & { revision: number } => ({
  type: 'DisseminateReport',
  data: { reportUrn: URN, by, at: AT },
  purpose: 'INVESTIGATE',
  caseRef: 'KZ-2026-114',
  people,
  basedOn: [],
  basisWithdrawn: false,
  confirmation: 'confirmed',
  outcomes: [police],
  revision: 3,
  ...change,
});
const disseminated = (given: ReportEvent[] = ready): IntelligenceReportDisseminated => {
  const decision = reportDecider.decide(
    disseminate({ revision: given.length }),
    given.reduce(reportDecider.evolve, reportDecider.initial()),
  );
  if (decision.outcome === 'refused') throw new Error(decision.refusal);
  return decision.events[0] as IntelligenceReportDisseminated;
};

describe('disseminating', () => {
  it("carries the owner's whole record, as it stands after sanitising", () =>
    expect(disseminated().data).toMatchObject({
      itemId: ITEM_ID,
      version: 1,
      subjects: [omarov],
      paragraphs: [{ text: expect.stringContaining('In a work area') }, {}],
      handling: approved().data.handling,
      reviewBy: '2027-11-23',
      sanitisedBy: 'pi-aigerim',
      approvedBy: 'pi-bolat',
      purpose: 'INVESTIGATE',
      people,
    }));

  it('says when it was heard and written down, where an observation began it: that prison may have been offline', () => {
    const observed = { observedAt: '2026-11-23T04:00:00.000Z', writtenAt: '2026-11-23T04:10:00.000Z' };
    const { data } = disseminated([evaluated({ observed }), sanitised(), approved()]);
    expect(reportProduct(data).happened).toEqual({ occurredAt: observed.observedAt, recordedAt: observed.writtenAt });
    expect(reportProduct(disseminated().data).happened).toBeUndefined();
  });

  it.each(['preview-missing', 'preview-unknown', 'preview-outdated'] as const)('refuses with %s', (confirmation) =>
    report
      .given(...ready)
      .when(disseminate({ confirmation }))
      .expectRefusal(confirmation),
  );

  it.each<[string, ReportEvent[], Partial<DisseminateReport>, string]>([
    ['what nobody approved', [evaluated(), sanitised()], {}, 'report-not-approved'],
    ['what nobody sanitised', [evaluated()], {}, 'report-not-approved'],
    [
      'what is overdue for review',
      ready,
      { data: { reportUrn: URN, by, at: '2027-11-24T00:00:00.000Z' } },
      'report-overdue-for-review',
    ],
    [
      'what was not obtained lawfully, for ever',
      [evaluated({ obtainedLawfully: false }), sanitised(), approved()],
      {},
      'obtained-unlawfully',
    ],
    ['what rests on something withdrawn', ready, { basisWithdrawn: true }, 'basis-withdrawn'],
    ['what nobody could receive', ready, { outcomes: [] }, 'nobody-to-receive'],
    [
      'what is refused to everybody',
      ready,
      { outcomes: [{ ...police, effect: 'DENY', reason: 'CATEGORY_NOT_COVERED' }] },
      'refused-for-everybody',
    ],
  ])('refuses %s', (_what, given, change, refusal) =>
    report
      .given(...given)
      .when(disseminate({ ...change, revision: given.length }))
      .expectRefusal(refusal as 'report-not-approved'),
  );

  it('is possible on the day of the review still', () =>
    report
      .given(...ready)
      .when(disseminate({ data: { reportUrn: URN, by, at: '2027-11-23T23:59:59.000Z' } }))
      .expectEventTypes('IntelligenceReportDisseminated'));

  it('happens once', () =>
    report
      .given(...ready, disseminated())
      .when(disseminate({ revision: 4 }))
      .expectRefusal('report-already-disseminated'));

  it('refuses a report that changed since the preview was confirmed', () =>
    report
      .given(...ready)
      .when(disseminate({ revision: 2 }))
      .expectRefusal('report-changed'));

  it('sends the report back to its sanitiser where its source is at risk: nothing leaves (N09)', () => {
    const atRisk = { ...police, effect: 'PEND', reason: 'SOURCE_AT_RISK', obligations: ['RETURN_TO_SANITISER'] };
    const outcome = report.given(...ready).when(disseminate({ outcomes: [{ ...police, own: true }, atRisk] }));
    outcome.expectEventTypes('IntelligenceReportReturnedToSanitiser');
    expect(outcome.state()).toMatchObject({ status: 'evaluated', handling: null, reviewBy: null, disseminated: null });
  });

  it('changes nothing while somebody has still to agree', () =>
    report
      .given(...ready)
      .when(disseminate({ outcomes: [{ ...police, effect: 'PEND', reason: 'PRIOR_AUTHORISATION' }] }))
      .expectEvents());

  it.each<[string, Partial<PreviewedOutcome>]>([
    ['an agreement that is suspended', { effect: 'DENY', reason: 'MOU_SUSPENDED', obligations: ['HOLD_NOT_DROP'] }],
    ['a party without a service', { reachable: false }],
  ])('is held for %s', (_whom, change) =>
    report
      .given(...ready)
      .when(disseminate({ outcomes: [{ ...police, ...change }] }))
      .expectEventTypes('IntelligenceReportDisseminated'),
  );
});

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

  const withdraw = (revision = left.length) => ({
    type: 'WithdrawReport' as const,
    revision,
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
