import { codeLists } from '@gatehouse/contracts';
import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import type { Handling } from '@gatehouse/handling';
import type { ApproveReport, SanitiseReport } from './decide-preparation.ts';
import type { LiftMarker, MarkReport } from './decide-markers.ts';
import { reportDecider } from './intelligence-report.decider.ts';
import { approved, evaluated, sanitised, omarov, AT, URN } from './intelligence-report.fixture.ts';

const report = decider(reportDecider);
const prepared = (by: string, revision: number) => ({ revision, by });

const sanitise = (change: Partial<SanitiseReport['data']> = {}, revision = 1, namesSomeoneElse = false) => ({
  type: 'SanitiseReport' as const,
  revision,
  namesSomeoneElse,
  data: {
    ...sanitised().data,
    ...change,
  },
});
const approve = (
  change: Partial<ApproveReport['data']> = {},
  given: Partial<Omit<ApproveReport, 'type' | 'data'>> & { revision?: number } = {},
) => ({
  type: 'ApproveReport' as const,
  data: { ...approved().data, ...change },
  revision: 2,
  knownConditions: Object.keys(codeLists.conditions),
  parts: [],
  basisWithdrawn: false,
  namesSomeoneElse: false,
  notIndependent: null,
  ...given,
});

describe('sanitising', () => {
  it('puts its own words in the place of every text', () => {
    const state = report.given(evaluated()).when(sanitise()).state();
    expect(state).toMatchObject({
      status: 'sanitised',
      smallCircleTest: 'PASSED',
      paragraphs: [{ n: 1, text: expect.stringContaining('In a work area') }, { n: 2 }],
    });
  });

  it('stays to be done where the small circle could name the source', () => {
    const state = report
      .given(evaluated())
      .when(sanitise({ smallCircleTest: 'FAILED' }))
      .state();
    expect(state).toMatchObject({ status: 'evaluated', markers: new Map([['SMALL_CIRCLE_FAILED', 'pi-aigerim']]) });
    expect(state).toMatchObject({ paragraphs: [{ text: expect.stringContaining('drying room') }, {}] });
  });

  it('takes the mark off once the test is passed', () => {
    const failed = sanitised({ smallCircleTest: 'FAILED' });
    const state = report.given(evaluated(), failed).when(sanitise({}, 2)).state();
    expect(state).toMatchObject({ status: 'sanitised', markers: new Map() });
  });

  it.each([
    ['leaves a paragraph out', [{ n: 1, text: 'One.' }]],
    [
      'names one twice',
      [
        { n: 1, text: 'One.' },
        { n: 1, text: 'Two.' },
      ],
    ],
    [
      'adds one',
      [
        { n: 1, text: 'One.' },
        { n: 2, text: 'Two.' },
        { n: 3, text: 'Three.' },
      ],
    ],
  ])('refuses text that %s', (_how, paragraphs) =>
    report.given(evaluated()).when(sanitise({ paragraphs })).expectRefusal('paragraphs-do-not-match'),
  );

  it('refuses text that names somebody else', () =>
    report
      .given(evaluated())
      .when(sanitise({}, 1, true))
      .expectRefusal('names-someone-else'));

  it('refuses what has been approved', () =>
    report.given(evaluated(), sanitised(), approved()).when(sanitise({}, 3)).expectRefusal('report-already-approved'));

  it('refuses a report nobody knows', () => report.when(sanitise()).expectRefusal('report-unknown'));

  it('refuses a command prepared on an earlier state', () =>
    report.given(evaluated(), sanitised()).when(sanitise({}, 1)).expectRefusal('report-changed'));

  it('does not let whoever the report is about learn that it exists', () => {
    const about = evaluated({ subjects: [{ ...omarov, subjectId: 'pi-dana', category: 'STAFF' }] });
    report
      .given(about)
      .when(sanitise({ by: 'pi-dana' }))
      .expectRefusal('report-unknown');
  });
});

describe('approving', () => {
  const ready = report.given(evaluated({ by: 'pi-dana' }), sanitised());

  it('sets handling and review', () => ready.when(approve()).expectEvents(approved()));

  it('refuses whoever sanitised it', () =>
    ready.when(approve({ by: 'pi-aigerim' })).expectRefusal('approver-sanitised-it'));

  it('refuses whoever evaluated it', () =>
    ready.when(approve({ by: 'pi-dana' })).expectRefusal('approver-evaluated-it'));

  it('nobody approves whom it concerns', () =>
    ready.when(approve({}, { notIndependent: 'approver-concerned' })).expectRefusal('approver-concerned'));

  it('refuses what is not sanitised', () =>
    report
      .given(evaluated())
      .when(approve({}, { revision: 1 }))
      .expectRefusal('report-not-sanitised'));

  it('refuses what failed the small-circle test', () =>
    report
      .given(evaluated(), sanitised({ smallCircleTest: 'FAILED' }))
      .when(approve())
      .expectRefusal('report-not-sanitised'));

  it('refuses to approve twice', () =>
    report
      .given(evaluated(), sanitised(), approved())
      .when(approve({}, { revision: 3 }))
      .expectRefusal('report-already-approved'));

  it('refuses text that names somebody who became known meanwhile', () =>
    ready.when(approve({}, { namesSomeoneElse: true })).expectRefusal('names-someone-else'));

  it('refuses what rests on something withdrawn', () =>
    ready.when(approve({}, { basisWithdrawn: true })).expectRefusal('basis-withdrawn'));

  it.each<[string, Handling]>([
    ['handling-condition-unknown', { code: 'C', conditions: [{ code: 'BURN_AFTER_READING' }] }],
    ['handling-condition-incomplete', { code: 'C', conditions: [{ code: 'DESTROY_BY', date: '2027-02-30' }] }],
    ['handling-code-contradicts', { code: 'P', conditions: [{ code: 'NO_ONWARD' }] }],
    ['handling-code-contradicts', { code: 'C', conditions: [] }],
  ])('refuses with %s: %j', (refusal, handling) =>
    ready.when(approve({ handling })).expectRefusal(refusal as 'handling-condition-unknown'),
  );

  it.each<[string, Handling]>([
    ['drops a condition', { code: 'C', conditions: [{ code: 'NO_OVERT_ACTION' }] }],
    ['names more recipients', conditions({ code: 'NAMED_RECIPIENTS', list: ['po-1', 'po-2'] })],
    ['destroys later', conditions({ code: 'DESTROY_BY', date: '2027-06-02' })],
  ])('refuses handling that %s than what the report is made from', (_how, handling) => {
    const part = conditions({ code: 'NAMED_RECIPIENTS', list: ['po-1'] }, { code: 'DESTROY_BY', date: '2027-06-01' });
    ready.when(approve({ handling }, { parts: [part] })).expectRefusal('looser-than-its-parts');
  });

  it('takes handling that is as strict as its parts, and stricter', () => {
    const part = conditions({ code: 'NO_ONWARD' }, { code: 'DESTROY_BY', date: '2027-06-01' });
    const handling = conditions(
      { code: 'NO_ONWARD' },
      { code: 'DESTROY_BY', date: '2027-05-01' },
      { code: 'VIEW_ONLY' },
    );
    ready.when(approve({ handling }, { parts: [part] })).expectEventTypes('IntelligenceReportApproved');
  });

  it.each([
    ['2027-11-24', 'review-too-far'],
    ['2026-11-23', 'review-day-passed'],
    ['2027-02-30', 'review-not-a-day'],
  ] as const)('refuses a review by %s: %s', (reviewBy, refusal) =>
    ready.when(approve({ reviewBy })).expectRefusal(refusal),
  );
});

function conditions(...all: Handling['conditions']): Handling {
  return { code: 'C', conditions: all };
}

describe('a marker', () => {
  const notice = { noticeId: 'notice-1', people: [], derivedItems: ['alert-1'] };
  const mark = (marker: string, { by, revision } = prepared('pi-bolat', 1)): MarkReport & { revision: number } => ({
    type: 'MarkReport',
    revision,
    notice,
    // It stays in the service: nobody holds the report yet.
    namesSomebody: true,
    data: {
      reportUrn: URN,
      at: AT,
      by,
      marker,
      reason: 'It quotes a call with his lawyer.',
    },
  });
  const lift = (marker: string, { by, revision } = prepared('pi-aigerim', 2)): LiftMarker & { revision: number } => ({
    type: 'LiftMarker',
    revision,
    notice,
    namesSomebody: true,
    data: {
      reportUrn: URN,
      at: AT,
      by,
      marker,
      reason: 'The reviewer found no privilege.',
    },
  });
  const marked = {
    type: 'IntelligenceReportMarked' as const,
    data: { ...mark('LEGAL_PRIVILEGE').data, correction: null, derivedItems: notice.derivedItems },
  };

  it('is set by a named person with a reason', () =>
    report.given(evaluated()).when(mark('LEGAL_PRIVILEGE')).expectEvents(marked));

  it('is set once', () =>
    report
      .given(evaluated(), marked)
      .when(mark('LEGAL_PRIVILEGE', prepared('pi-bolat', 2)))
      .expectRefusal('marker-already-set'));

  it('is taken off by somebody else', () =>
    report.given(evaluated(), marked).when(lift('LEGAL_PRIVILEGE')).expectEventTypes('IntelligenceReportMarkerLifted'));

  it('is not taken off by whoever set it', () =>
    report
      .given(evaluated(), marked)
      .when(lift('LEGAL_PRIVILEGE', prepared('pi-bolat', 2)))
      .expectRefusal('lifter-set-it'));

  it('that was not set is not taken off', () =>
    report
      .given(evaluated())
      .when(lift('MAY_HELP_DEFENCE', prepared('pi-bolat', 1)))
      .expectRefusal('marker-not-set'));

  it('of what was not obtained lawfully stays', () =>
    report
      .given(evaluated({ obtainedLawfully: false }))
      .when(lift('ILL_TREATMENT_TAINT', prepared('pi-bolat', 1)))
      .expectRefusal('marker-stays'));

  it('of a failed small-circle test is taken off by a passed one alone', () =>
    report
      .given(evaluated(), sanitised({ smallCircleTest: 'FAILED' }))
      .when(lift('SMALL_CIRCLE_FAILED', prepared('pi-bolat', 2)))
      .expectRefusal('marker-stays'));
});
