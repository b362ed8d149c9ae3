// Each thing that may be wrong with a question, alone: its refusal, its reason, and that nothing is disclosed.
import { describe, expect, it } from '@jest/globals';
import { answer, point } from './answered.fixture.ts';
import { alert, asked } from './question.fixture.ts';

type Change = Parameters<typeof asked>[0];

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
