// Emergency accesses: five facts, a box that ends, and two people outside the line who say what it was.
import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { emergencyAccessDecider, openAt } from './emergency-access.decider.ts';
import type { EmergencyAccessEvent, Verdict } from './emergency-access.events.ts';
import { AT, declared, inHours, used } from './emergency.fixture.ts';

const access = decider(emergencyAccessDecider);
const use = (change: Parameters<typeof used>[0] = {}) => ({ type: 'UseEmergencyAccess' as const, data: used(change) });
const wasUsed = (change: Parameters<typeof used>[0] = {}): EmergencyAccessEvent => ({
  type: 'EmergencyAccessUsed',
  data: used(change),
});
const found = (by: string, unit: string, verdict: Verdict = 'JUSTIFIED', hours = 20) => ({
  type: 'ReviewEmergencyAccess' as const,
  data: { accessId: 'access-1', by, unit, verdict, reason: 'Looked at with care.', at: inHours(hours) },
  isConcerned: false,
});
const officer = (verdict?: Verdict, hours?: number) => found('po-dpo', 'data-protection', verdict, hours);
const inspector = (verdict?: Verdict, hours?: number) => found('po-insp', 'inspectorate', verdict, hours);
const about = { itemId: used().itemId, person: 'po-ermek', accessId: 'access-1' };
const reviewed = (review: ReturnType<typeof found>): EmergencyAccessEvent => ({
  type: 'EmergencyAccessReviewed',
  data: { ...review.data, ...about, late: false },
});
const concluded = (verdict: Verdict): EmergencyAccessEvent => ({
  type: 'EmergencyReviewConcluded',
  data: { ...about, at: inHours(30), verdict, late: false },
});

describe('using an emergency access', () => {
  it('asks for its review in the same breath', () =>
    access.when(use()).expectEventTypes('EmergencyAccessUsed', 'EmergencyReviewRequested'));

  it.each([
    ['a fact without words', { whoAtRisk: '---- 111' }, 'fact-says-nothing'],
    ['one letter many times', { nature: 'aaaaaaaaaaaaaaa' }, 'fact-says-nothing'],
    ['the same words twice', { bySubject: 'block C,  Landing 2' }, 'facts-are-the-same'],
    ['a contact nobody can ring', { dutyContact: 'the duty desk' }, 'contact-not-reachable'],
    ['a danger that is over', { when: inHours(-1) }, 'danger-is-over'],
    ['a time that is none', { when: 'soon' }, 'danger-is-over'],
    ['a danger next week', { when: inHours(73) }, 'danger-not-imminent'],
  ] as const)('is refused for %s', (_what, change, refusal) =>
    access.when(use({ declared: declared(change) })).expectRefusal(refusal),
  );

  it('takes words in any script, and a harm that may be happening', () =>
    access
      .when(use({ declared: declared({ whoAtRisk: 'Руслан (вымышлен)', when: inHours(-0.2) }) }))
      .expectEventTypes('EmergencyAccessUsed', 'EmergencyReviewRequested'));

  it('again makes it no longer', () => {
    const again = access.given(wasUsed()).when(use({ accessId: 'access-2', at: inHours(3), until: inHours(7) }));
    again.expectEvents();
    expect(again.state().map(({ used: { until } }) => until)).toEqual([inHours(4)]);
  });

  it('again, after it ended, waits for the review, and for ever where that found it unjustified', () => {
    const later = use({
      accessId: 'access-2',
      at: inHours(4),
      until: inHours(8),
      declared: declared({ when: inHours(9) }),
    });
    access.given(wasUsed()).when(later).expectRefusal('not-reviewed-yet');
    access.given(wasUsed(), concluded('UNJUSTIFIED')).when(later).expectRefusal('found-unjustified');
    access
      .given(wasUsed(), concluded('JUSTIFIED'))
      .when(later)
      .expectEventTypes('EmergencyAccessUsed', 'EmergencyReviewRequested');
  });
});

describe('the time of an emergency access', () => {
  const accesses = [{ used: used(), exceeded: [], reviews: [], verdict: null }];

  it('is open until just before its end', () => {
    expect(openAt(accesses, AT)?.used.accessId).toBe('access-1');
    expect(openAt(accesses, '2026-11-23T01:09:59.999Z')?.used.accessId).toBe('access-1');
    expect(openAt(accesses, inHours(4))).toBeUndefined();
  });

  it('ends with the finding that it was unjustified', () =>
    expect(openAt([{ ...accesses[0]!, verdict: 'UNJUSTIFIED' }], AT)).toBeUndefined());
});

describe('asking for more than the minimum', () => {
  const more = (at: string) => ({
    type: 'ReportScopeExceeded' as const,
    data: { itemId: used().itemId, person: 'po-ermek', fields: ['sourceNote'], at },
  });

  it('stands beside the access for whoever reviews it', () => {
    const reported = access.given(wasUsed()).when(more(inHours(1)));
    reported.expectEventTypes('EmergencyScopeExceeded');
    expect(reported.state()[0]?.exceeded).toMatchObject([{ fields: ['sourceNote'] }]);
  });

  it('says nothing where no access is open', () =>
    access
      .given(wasUsed())
      .when(more(inHours(5)))
      .expectEvents());
});

describe('reviewing an emergency access', () => {
  const seen = access.given(wasUsed());

  it('takes two', () => {
    seen.when(officer()).expectEventTypes('EmergencyAccessReviewed');
    seen
      .given(reviewed(officer()))
      .when(inspector())
      .expectEventTypes('EmergencyAccessReviewed', 'EmergencyReviewConcluded');
  });

  it.each([
    ['JUSTIFIED', 'JUSTIFIED', 'JUSTIFIED'],
    ['JUSTIFIED', 'UNJUSTIFIED', 'UNJUSTIFIED'],
    ['UNJUSTIFIED', 'JUSTIFIED', 'UNJUSTIFIED'],
  ] as const)('finds %s and %s to be %s', (first, second, verdict) => {
    const after = seen.given(reviewed(officer(first))).when(inspector(second));
    after.expectEventTypes('EmergencyAccessReviewed', 'EmergencyReviewConcluded');
    expect(after.state()[0]?.verdict).toBe(verdict);
  });

  it.each([
    ['who used it', found('po-ermek', 'elsewhere'), 'reviewer-used-it'],
    ['who stands above him', found('po-bakyt', 'elsewhere'), 'reviewer-in-the-line'],
    ['who works beside him', found('po-samal', 'almaty-duty-desk'), 'reviewer-of-the-same-unit'],
    ['one who is too close to the people it is about', { ...inspector(), isConcerned: true }, 'reviewer-concerned'],
    ['the first reviewer', officer(), 'reviewed-by-you'],
    ['a colleague of the first reviewer', found('po-other', 'data-protection'), 'reviewers-of-one-unit'],
  ] as const)('is not for %s', (_who, review, refusal) =>
    seen.given(reviewed(officer())).when(review).expectRefusal(refusal),
  );

  it('is over after two, and nothing to review is nothing', () => {
    const done = seen.given(reviewed(officer()), reviewed(inspector()), concluded('JUSTIFIED'));
    done.when(found('po-third', 'third')).expectRefusal('review-concluded');
    access.when(officer()).expectRefusal('access-unknown');
  });

  it('takes as many as were agreed', () => {
    const three = access.given(wasUsed({ reviewers: 3 }), reviewed(officer()));
    three.when(inspector()).expectEventTypes('EmergencyAccessReviewed');
    three
      .given(reviewed(inspector()))
      .when(found('po-third', 'third'))
      .expectEventTypes('EmergencyAccessReviewed', 'EmergencyReviewConcluded');
  });

  it('says when it is late, and counts all the same', () => {
    const late = seen.when(officer('JUSTIFIED', 73));
    expect(late.state()[0]?.reviews).toMatchObject([{ late: true }]);
    expect(seen.when(officer('JUSTIFIED', 72)).state()[0]?.reviews).toMatchObject([{ late: false }]);
  });
});
