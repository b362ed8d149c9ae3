import { describe, expect, it } from '@jest/globals';
import type { DisseminateReport, PreviewedOutcome } from './decide-dissemination.ts';
import { approved, evaluated, ITEM_ID, omarov, sanitised, URN } from './intelligence-report.fixture.ts';
import type { ReportEvent } from './intelligence-report.events.ts';
import { reportProduct } from './to-report-product.ts';
import { by, disseminate, disseminated, people, police, ready, report } from './release.fixture.ts';

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
