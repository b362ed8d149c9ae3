import { describe, expect, it } from '@jest/globals';
import { decideWithoutBundle, decisionPoint } from './decision-point.ts';
import { answer, point } from './answered.fixture.ts';
import { alert, asked, bundleWith, memorandum, products, question } from './question.fixture.ts';
import type { Question } from './question.ts';

type Change = Parameters<typeof asked>[0];

it('permits what the memorandum names, and nothing else', () => {
  const decision = point.decide(question);
  expect(decision).toMatchObject({
    effect: 'PERMIT_REDACTED',
    outward: 200,
    reason: 'CONTRACT_MATCH',
    obligations: ['ACK_24H', 'NOT_IN_PROCEEDINGS'],
    agreements: ['kz-prisons-police@1'],
    operation: 'consultation',
    degraded: false,
    masked: [],
  });
  expect(decision.disclosedPaths).toContain('subjects[0].name');
  expect(decision.disclosedPaths).not.toContain('subjects[0].ref');
  expect(decision.disclosedPaths).not.toContain('sourceNote');
});

describe('every failing reason is kept, in order, and what conceals wins', () => {
  it('a neighbour on a suspended memorandum is told of nothing', () => {
    const suspended = decisionPoint(bundleWith({ state: 'SUSPENDED', compiled: memorandum() }), products);
    const q = asked({ caller: { assignments: [], vetting: null }, request: { fields: ['sourceNote'] } });
    expect(answer(q, suspended)).toEqual([
      'NOT_FOUND',
      404,
      'ABSOLUTE_SOURCE',
      'MOU_SUSPENDED',
      'NO_ASSIGNMENT',
      'VETTING_TOO_LOW',
    ]);
  });
});

describe('intervals are half-open, days are whole and local', () => {
  const assigned = (until: string) =>
    asked({ caller: { assignments: [{ case: 'KZ-2026-114', from: '2026-01-01T00:00:00Z', until }] } });

  it('an assignment ends at its instant', () => {
    expect(answer(assigned('2026-11-23T09:00:00.001Z'))[0]).toBe('PERMIT_REDACTED');
    expect(answer(assigned('2026-11-23T09:00:00Z'))).toEqual(['NOT_FOUND', 404, 'ASSIGNMENT_ENDED']);
  });

  it('an assignment that is to come is none', () => {
    const q = asked({
      caller: { assignments: [{ case: 'KZ-2026-114', from: '2026-11-23T09:00:00.001Z', until: null }] },
    });
    expect(answer(q)).toEqual(['NOT_FOUND', 404, 'NO_ASSIGNMENT']);
  });

  it('a certificate ends at its instant', () => {
    const until = (at: string) => asked({ caller: { training: [{ course: 'handling-intelligence', until: at }] } });
    expect(answer(until('2026-11-23T09:00:00.001Z'))[2]).toBe('CONTRACT_MATCH');
    expect(answer(until('2026-11-23T09:00:00Z'))[2]).toBe('TRAINING_LAPSED');
  });

  it('the term includes its last day in Almaty, to the last second', () => {
    const item = { reviewBy: '2030-01-01' };
    const caller = { training: [{ course: 'handling-intelligence', until: '2030-01-01T00:00:00Z' }] };
    expect(answer(asked({ item, caller, now: '2028-12-31T18:59:59Z' }))[0]).toBe('PERMIT_REDACTED');
    expect(answer(asked({ item, caller, now: '2028-12-31T19:00:00Z' }))).toEqual(['DENY', 403, 'MOU_EXPIRED']);
  });

  it('the term has not begun the day before', () => {
    const begun = { underVersions: {}, publishedAt: '2025-12-30T00:00:00Z' };
    const caller = { assignments: [{ case: 'KZ-2026-114', from: '2025-01-01T00:00:00Z', until: null }] };
    expect(answer(asked({ item: begun, caller, now: '2025-12-31T18:59:59Z' }))).toEqual([
      'NOT_FOUND',
      404,
      'MOU_NOT_IN_FORCE',
    ]);
  });
});

describe('what waits ends', () => {
  const waiting = (hours: number, approvals: NonNullable<Question['request']['approvals']> = []): Question =>
    asked({
      request: {
        question: 'onward',
        recipient: 'kz-tax',
        approvals,
        pendingSince: new Date(Date.parse(question.now) - hours * 3_600_000).toISOString(),
      },
    });
  const consent = (agency: string, at: string) => [{ kind: 'ORIGINATOR_CONSENT', agency, at }];

  it('after 72 hours it is refused, whatever approval comes then', () => {
    expect(answer(waiting(71))).toEqual(['PEND', 202, 'ORIGINATOR_CONTROL']);
    expect(answer(waiting(72))).toEqual(['DENY', 403, 'ORIGINATOR_CONTROL']);
    expect(answer(waiting(72, consent('kz-prison-service', question.now)))).toEqual([
      'DENY',
      403,
      'ORIGINATOR_CONTROL',
    ]);
  });

  it('consent counts when the originating controller gave it in time', () => {
    expect(answer(waiting(80, consent('kz-prison-service', '2026-11-21T09:00:00Z')))[0]).toBe('PERMIT_REDACTED');
    expect(answer(waiting(10, consent('kz-police', '2026-11-23T08:00:00Z')))[0]).toBe('PEND');
    expect(answer(waiting(10, consent('kz-prison-service', '2026-11-23T10:00:00Z')))[0]).toBe('PEND');
  });

  it('no consent takes abroad what must stay: whom no instrument lists may be anywhere', () => {
    const handling = { code: 'C', conditions: [{ code: 'NO_FOREIGN' }] };
    const q = waiting(10, consent('kz-prison-service', '2026-11-23T08:00:00Z'));
    const stays = { ...q, item: { ...q.item!, handling } };
    expect(answer(stays)).toEqual(['DENY', 403, 'NO_FOREIGN']);
    const toPolice = { ...stays, request: { ...stays.request, recipient: 'kz-police' } };
    expect(answer(toPolice)[0]).toBe('PERMIT_REDACTED');
  });
});

describe('the life of a bundle', () => {
  it('a stale one lets an IMMEDIATE item go, marked, with an alarm', () => {
    const decision = point.decide(asked({ bundle: { ageSeconds: 90_000 }, item: { priority: 'IMMEDIATE' } }));
    expect(decision).toMatchObject({ effect: 'PERMIT_REDACTED', degraded: true, alarms: ['BUNDLE_STALE'] });
  });

  it('one that does not verify serves nothing, not even that', () => {
    const q = asked({ bundle: { verified: false }, item: { priority: 'IMMEDIATE' } });
    expect(point.decide(q)).toMatchObject({ effect: 'DENY', alarms: ['BUNDLE_UNVERIFIED'] });
    expect(decideWithoutBundle(question, products)).toMatchObject({ effect: 'NOT_FOUND', disclosedPaths: [] });
  });

  it('a state nobody knows is not in force', () => {
    const odd = decisionPoint(bundleWith({ state: 'PERHAPS', compiled: memorandum() }), products);
    expect(answer(question, odd)).toEqual(['NOT_FOUND', 404, 'MOU_NOT_IN_FORCE']);
  });

  it('one whose rules do not load is not taken into use', () => {
    const compiled = { ...memorandum(), cedar: 'permit (principal, action, resource);' };
    expect(() => decisionPoint(bundleWith({ state: 'IN_FORCE', compiled }), products)).toThrow();
  });
});

describe('an id behind which there is nothing', () => {
  it('is answered as what is concealed is', () => {
    const nothing = point.decide(asked({ item: null, rest: { product: alert.product } }));
    expect([nothing.effect, nothing.outward, nothing.reason]).toEqual(['NOT_FOUND', 404, 'NO_SUCH_ITEM']);
  });

  it('is refused for the purpose as what is there would be', () => {
    const q = { request: { purpose: 'SUPERVISE' }, rest: { product: alert.product } };
    expect(answer(asked({ ...q, item: null }))).toEqual(answer(asked(q)));
  });
});

describe('a list', () => {
  const list = (change: Change): Question => asked({ ...change, request: { question: 'list', ...change.request } });

  it('is refused as a class before any row is looked at', () => {
    const q = list({ item: null, request: { purpose: 'SUPERVISE' }, rest: { product: alert.product } });
    expect(point.classRefusal(q)).toMatchObject({ effect: 'DENY', outward: 403, reason: 'PURPOSE_MISMATCH' });
    expect(point.classRefusal(list({ item: null, rest: { product: alert.product } }))).toBeNull();
  });

  it('depends for that on no record: an unassigned officer has an empty page', () => {
    const q = list({ caller: { assignments: [] } });
    expect(point.classRefusal(q)).toBeNull();
    expect(point.decide(q)).toMatchObject({ effect: 'NOT_FOUND', outward: 200, list: { ids: [], count: 0 } });
  });

  it('shows the rows that may be shown', () => {
    const others = [
      { ...alert, id: 'alert-2' },
      { ...alert, id: 'alert-3', reviewBy: '2026-01-01' },
    ];
    const decision = point.decide(list({ rest: { otherItems: others } }));
    expect(decision.list).toEqual({ ids: ['alert-1', 'alert-2'], count: 2 });
  });
});

describe('own duties', () => {
  const duty = {
    agency: 'kz-prison-service',
    owner: 'kz-prison-service',
    person: 'pi-aigerim',
    roles: ['intelligence-analyst'],
    action: 'RaiseIntelligenceAlert',
    purpose: 'PREVENT_SERIOUS_HARM',
  };
  const commissioner = {
    agency: 'kz-human-rights-commission',
    owner: 'kz-human-rights-commission',
    person: 'hr-saule',
    roles: ['commissioner'],
    action: 'QueryAuditRecords',
    purpose: 'OVERSIGHT',
  };

  it.each([
    [duty, true, 'OWN_DUTY'],
    [{ ...duty, action: 'EvaluateIntelligenceReport' }, true, 'OWN_DUTY'],
    [{ ...duty, action: 'ReadAlertBoard' }, true, 'OWN_DUTY'],
    [{ ...duty, action: 'ReadAlertBoard', roles: ['intelligence-manager'] }, true, 'OWN_DUTY'],
    [{ ...duty, action: 'ApproveIntelligenceReport', roles: ['intelligence-manager'] }, true, 'OWN_DUTY'],
    [commissioner, true, 'OWN_DUTY'],
    [{ ...duty, action: 'ApproveIntelligenceReport' }, false, 'ROLE_NOT_COVERED'],
    [{ ...duty, roles: ['intelligence-manager'] }, false, 'ROLE_NOT_COVERED'],
    [{ ...duty, agency: 'kz-police' }, false, 'NO_CONTRACT'],
    [{ ...duty, purpose: 'CURIOSITY' }, false, 'PURPOSE_MISMATCH'],
    [{ ...duty, action: 'EraseEverything' }, false, 'DECISION_FAILED'],
    [{ ...commissioner, purpose: 'INVESTIGATE' }, false, 'PURPOSE_MISMATCH'],
    [{ ...commissioner, agency: 'platform-operator', owner: 'platform-operator' }, false, 'NO_CONTRACT'],
  ])('%j: %s %s', (given, permitted, reason) => expect(point.duty(given)).toEqual({ permitted, reason }));
});
