import { decider } from '@gatehouse/testing';
import { describe, it } from '@jest/globals';
import { subjectDecider } from './subject.decider.ts';
import type { SubjectStatusAttested } from './subject.events.ts';

const status = (change: Partial<SubjectStatusAttested['data']> = {}): SubjectStatusAttested => ({
  type: 'SubjectStatusAttested',
  data: {
    subjectId: 'subject-1',
    category: 'SUSPECT',
    cases: ['KZ-2026-114'],
    juvenile: null,
    sealedSince: null,
    limitedTo: null,
    acquitted: [],
    consents: [],
    by: 'ro-madina',
    at: '2026-11-23T09:00:00.000Z',
    ...change,
  },
});
const attest = (change: Partial<SubjectStatusAttested['data']> = {}) => ({
  type: 'AttestSubjectStatus' as const,
  data: status(change).data,
});
const subject = decider(subjectDecider);
const CASES = ['KZ-2026-114', 'KZ-2026-115'];
const acquittal = (final: boolean, of = CASES[0]!) => ({ case: of, final, at: '2026-11-20T00:00:00Z' });
const acquitted = (final: boolean) => [acquittal(final)];
const inBoth = [acquittal(true), acquittal(true, CASES[1])];

describe('the status of a subject', () => {
  it('is attested whole', () => subject.when(attest()).expectEvents(status()));

  it('is replaced by the next attestation', () =>
    subject
      .given(status())
      .when(attest({ juvenile: { age: 16, atConduct: true } }))
      .expectEvents(status({ juvenile: { age: 16, atConduct: true } })));

  it('refuses an acquittal in a case that is not his', () =>
    subject.when(attest({ cases: [], acquitted: acquitted(true) })).expectRefusal('acquittal-of-another-case'));

  it('refuses a consent that ends before it begins', () =>
    subject
      .when(attest({ consents: [{ for: 'AFTER_CARE', from: '2026-02-01', until: '2026-01-01' }] }))
      .expectRefusal('consent-ends-before-it-begins'));

  it('keeps a sealed record sealed', () =>
    subject
      .given(status({ sealedSince: '2026-01-01' }))
      .when(attest())
      .expectRefusal('sealed-record-opened-again'));

  it('opens a sealed record, and takes back a final acquittal, by the order of a court', () => {
    subject
      .given(status({ sealedSince: '2026-01-01', acquitted: acquitted(true) }))
      .when(attest({ courtOrder: 'AC-2026-77 (invented)' }))
      .expectEvents(status({ courtOrder: 'AC-2026-77 (invented)' }));
  });
  it('keeps a final acquittal', () =>
    subject
      .given(status({ acquitted: acquitted(true) }))
      .when(attest({ acquitted: acquitted(false) }))
      .expectRefusal('final-acquittal-undone'));

  it('keeps each of several final acquittals', () => {
    const before = subject.given(status({ cases: CASES, acquitted: acquitted(true) }));
    before.when(attest({ cases: CASES, acquitted: inBoth })).expectEventTypes('SubjectStatusAttested');
    subject
      .given(status({ cases: CASES, acquitted: inBoth }))
      .when(attest({ cases: CASES, acquitted: [acquittal(true, CASES[1])] }))
      .expectRefusal('final-acquittal-undone');
  });

  it('refuses two words about one case', () =>
    subject
      .when(attest({ acquitted: [acquittal(false), acquittal(true)] }))
      .expectRefusal('acquitted-twice-in-a-case'));

  it('lets an acquittal that is not final become final', () =>
    subject
      .given(status({ acquitted: acquitted(false) }))
      .when(attest({ acquitted: acquitted(true) }))
      .expectEventTypes('SubjectStatusAttested'));
});
