import { describe, expect, it } from '@jest/globals';
import { decideWithoutBundle, decisionPoint } from './decision-point.ts';
import { alert, asked, bundleWith, inForce, memorandum, products, question } from './question.fixture.ts';
import type { Question } from './question.ts';

const point = decisionPoint(inForce, products);
const answer = (q: Question, by = point) => {
  const { effect, outward, reasonsInOrder } = by.decide(q);
  return [effect, outward, ...reasonsInOrder];
};
type Change = Parameters<typeof asked>[0];

it('permits what the memorandum names, and nothing else', () => {
  const decision = point.decide(question);
  expect(decision).toMatchObject({
    effect: 'PERMIT_REDACTED',
    outward: 200,
    reason: 'CONTRACT_MATCH',
    obligations: ['ACK_24H'],
    agreements: ['kz-prisons-police@1'],
    operation: 'consultation',
    degraded: false,
    masked: [],
  });
  expect(decision.disclosedPaths).toContain('subjects[0].name');
  expect(decision.disclosedPaths).not.toContain('subjects[0].ref');
  expect(decision.disclosedPaths).not.toContain('sourceNote');
});

describe('one thing wrong is a refusal with its reason', () => {
  const refusals: [string, Change, (string | number | null)[]][] = [
    ['another agency token', { caller: { tokenAgency: 'kz-tax' } }, ['DENY', 403, 'ON_BEHALF_MISMATCH']],
    ['source by name', { request: { fields: ['sourceNote'] } }, ['DENY', 403, 'ABSOLUTE_SOURCE']],
    ['privilege by name', { request: { fields: ['privilegedNote'] } }, ['DENY', 403, 'ABSOLUTE_PRIVILEGE']],
    ['privileged item', { item: { markers: ['LEGAL_PRIVILEGE'] } }, ['DENY', 403, 'ABSOLUTE_PRIVILEGE']],
    ['tainted item', { item: { markers: ['ILL_TREATMENT_TAINT'] } }, ['DENY', 403, 'ABSOLUTE_TORTURE_TAINT']],
    ['a bundle not verified', { bundle: { verified: false } }, ['DENY', 403, 'BUNDLE_UNVERIFIED']],
    ['a stale bundle', { bundle: { ageSeconds: 901 } }, ['DENY', 403, 'BUNDLE_STALE']],
    ['an unknown agency', { caller: { agency: 'kz-tax' } }, ['NOT_FOUND', 404, 'NO_CONTRACT']],
    ['another originator', { item: { originator: 'kz-police' } }, ['NOT_FOUND', 404, 'NO_CONTRACT']],
    ['another purpose', { request: { purpose: 'SUPERVISE' } }, ['DENY', 403, 'PURPOSE_MISMATCH']],
    ['a purpose in no list', { request: { purpose: 'CURIOSITY' } }, ['DENY', 403, 'PURPOSE_MISMATCH']],
    ['no case', { request: { caseRef: undefined } }, ['DENY', 403, 'CASE_REF_MISSING']],
    ['another case', { request: { caseRef: 'KZ-2026-115' } }, ['NOT_FOUND', 404, 'NO_ASSIGNMENT']],
    ['another category', { subject: { category: 'VICTIM' } }, ['NOT_FOUND', 404, 'CATEGORY_NOT_COVERED']],
    [
      'juvenile conduct',
      { subject: { juvenile: { age: 30, atConduct: true } } },
      ['NOT_FOUND', 404, 'JUVENILE_OVERLAY'],
    ],
    ['sealed today', { subject: { sealed: { since: '2026-11-23' } } }, ['NOT_FOUND', 404, 'SEALED']],
    ['limited to nobody', { subject: { limitedAccess: { allow: [] } } }, ['NOT_FOUND', 404, 'LIMITED_ACCESS']],
    ['retention passed', { item: { reviewBy: '2026-11-22' } }, ['DENY', 403, 'RETENTION_LAPSED']],
    [
      'destruction of a part passed',
      { item: { derivedFrom: [{ id: 'r', handling: alert.handling, destroyBy: '2026-11-22', markers: [] }] } },
      ['DENY', 403, 'RETENTION_LAPSED'],
    ],
    [
      'an unknown condition',
      { item: { handling: { code: 'C', conditions: [{ code: 'MOON' }] } } },
      ['DENY', 403, 'UNKNOWN_CONDITION'],
    ],
    [
      'named recipients without a list',
      { item: { handling: { code: 'C', conditions: [{ code: 'NAMED_RECIPIENTS' }] } } },
      ['DENY', 403, 'NOT_NAMED_RECIPIENT'],
    ],
    ['abroad', { caller: { country: 'XX' }, rest: { countryRisk: { XX: 'LOW' } } }, ['DENY', 403, 'NO_FOREIGN']],
    ['abroad, at risk', { caller: { country: 'XX' } }, ['DENY', 403, 'ABSOLUTE_TORTURE_RISK', 'NO_FOREIGN']],
    ['a failed small-circle test', { item: { markers: ['SMALL_CIRCLE_FAILED'] } }, ['PEND', 202, 'SOURCE_AT_RISK']],
    ['another role', { caller: { roles: ['ct-investigator'] } }, ['NOT_FOUND', 404, 'ROLE_NOT_COVERED']],
    ['no role', { caller: { roles: [] } }, ['NOT_FOUND', 404, 'ROLE_NOT_COVERED']],
    ['no assignment', { caller: { assignments: [] } }, ['NOT_FOUND', 404, 'NO_ASSIGNMENT']],
    ['low vetting', { caller: { vetting: 'L0' } }, ['DENY', 403, 'VETTING_TOO_LOW']],
    ['no vetting', { caller: { vetting: null } }, ['DENY', 403, 'VETTING_TOO_LOW']],
    ['unknown vetting', { caller: { vetting: 'L9' } }, ['DENY', 403, 'VETTING_TOO_LOW']],
    ['a conflict', { caller: { conflicts: ['P1'] } }, ['NOT_FOUND', 404, 'CONFLICT_OF_INTEREST']],
    ['his superior', { caller: { chain: ['P1'] } }, ['NOT_FOUND', 404, 'SUBJECT_IN_CHAIN']],
    ['fields outside the whitelist', { request: { fields: ['history'] } }, ['DENY', 403, 'NO_FIELDS']],
    ['a field nobody knows', { request: { fields: ['weather'] } }, ['DENY', 403, 'NO_FIELDS']],
    ['counts', { request: { question: 'aggregate' } }, ['DENY', 403, 'NO_FIELDS']],
    ['break-glass without vital interest', { request: { question: 'breakGlass' } }, ['NOT_FOUND', 404, 'NO_CONTRACT']],
  ];
  it.each(refusals)('%s', (_what, change, expected) => expect(answer(asked(change))).toEqual(expected));

  it.each(refusals)('%s: nothing is disclosed', (_what, change) => {
    expect(point.decide(asked(change)).disclosedPaths).toEqual([]);
  });
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

describe('an error while deciding is a refusal', () => {
  const broken: [string, Change][] = [
    ['a date that is none', { item: { reviewBy: 'some day' } }],
    ['an instant that is none', { now: 'now' }],
    ['a subject without a state', { rest: { subjects: [] } }],
    ['a version the bundle lacks', { item: { underVersions: { 'kz-prisons-police': 0 } } }],
    ['a duration that is no number', { bundle: { ageSeconds: Number.NaN } }],
  ];
  it.each(broken)('%s: a reader is told of nothing', (_what, change) => {
    expect(point.decide(asked(change))).toMatchObject({
      effect: 'NOT_FOUND',
      outward: 404,
      reason: 'DECISION_FAILED',
      alarms: ['DECISION_FAILED'],
      disclosedPaths: [],
    });
  });
  it.each(broken)('%s: nothing is delivered', (_what, change) => {
    const q = asked({ ...change, request: { question: 'deliver', path: 'bus' } });
    expect(point.decide(q)).toMatchObject({ effect: 'DENY', outward: null, disclosedPaths: [] });
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
