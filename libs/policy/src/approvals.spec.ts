import { describe, expect, it } from '@jest/globals';
import { approvalFacts } from './approvals.ts';
import { asked, question } from './question.fixture.ts';
import type { Approval, Question } from './question.ts';

const HOUR = 3_600_000;
const now = Date.parse(question.now);
const at = (hours: number): string => new Date(now + hours * HOUR).toISOString();
const given = (approvals: Approval[], request: Partial<Question['request']> = {}) =>
  approvalFacts(asked({ request: { ...request, approvals } }));
const consent = (change: Partial<Approval> = {}): Approval => ({
  kind: 'ORIGINATOR_CONSENT',
  agency: 'kz-prison-service',
  at: at(-1),
  ...change,
});
const consents = (change: Partial<Approval>, request: Partial<Question['request']> = {}) =>
  given([consent(change)], request)['consents'];
const counts = (change: Partial<Approval>, request: Partial<Question['request']> = {}): boolean =>
  (consents(change, request) as string[]).length > 0;

it('says nothing where nobody said anything', () => {
  const nothing = { consents: [], refusals: [], secondOfficer: false, hoursWaiting: 0 };
  expect(approvalFacts(question)).toEqual(nothing);
  expect(given([])).toEqual(nothing);
});

it('tells a consent from a refusal, each agency once', () => {
  const facts = given([
    consent(),
    consent({ at: at(-2) }),
    consent({ kind: 'ORIGINATOR_REFUSAL', agency: 'kz-court' }),
  ]);
  expect(facts).toMatchObject({ consents: ['kz-prison-service'], refusals: ['kz-court'], secondOfficer: false });
});

it('is nobody’s word that names no agency', () => {
  const { agency: _agency, ...nobody } = consent();
  // toStrictEqual: to toEqual a list of nothing known is an empty list.
  expect(given([nobody])['consents']).toStrictEqual([]);
});

describe('an approval counts', () => {
  it('from its instant', () => {
    expect([at(-1), at(0), new Date(now + 1).toISOString()].map((from) => counts({ at: from }))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('until it ends, which is no longer included', () => {
    expect([new Date(now + 1).toISOString(), at(0), at(-0.5)].map((until) => counts({ until }))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each([
    ['ORIGINATOR_CONSENT', 72],
    ['FOUR_EYES', 24],
  ])('%s within %i hours of the request that waits, and not at the last instant', (kind, hours) => {
    const request = { pendingSince: at(-100) };
    const officer = { kind, person: 'po-other', unit: 'another-desk' };
    const speaks = (after: number) => {
      const facts = given([consent({ ...officer, at: at(-100 + after) })], request);
      return facts['secondOfficer'] === true || (facts['consents'] as string[]).length > 0;
    };
    expect([0, hours - 0.001, hours].map(speaks)).toEqual([true, true, false]);
  });

  it('a refusal whenever it comes, and what nobody knows not at all', () => {
    const late = { pendingSince: at(-1000) };
    expect(given([consent({ kind: 'ORIGINATOR_REFUSAL' })], late)['refusals']).toEqual(['kz-prison-service']);
    expect(counts({ kind: 'NOD' })).toBe(false);
  });
});

describe('what it was given for', () => {
  const request = { question: 'onward', recipient: 'kz-tax', use: ['LEAD'], caseRef: 'KZ-2026-114' } as const;
  const use = {
    question: 'onward',
    use: ['LEAD', 'EVIDENCE'],
    recipient: 'kz-tax',
    purpose: 'INVESTIGATE',
    caseRef: 'KZ-2026-114',
  } as const;
  const covered = (change: object = {}, asking: object = {}): boolean =>
    counts({ covers: { ...use, use: [...use.use], ...change } }, { ...request, use: [...request.use], ...asking });

  it('is this request or one within it', () => {
    expect(covered()).toBe(true);
    expect(covered({}, { use: [] })).toBe(true);
    expect(covered({}, { use: undefined })).toBe(true);
    expect(covered({ recipient: null, caseRef: null }, { recipient: undefined, caseRef: undefined })).toBe(true);
  });

  it.each([
    ['another question', { question: 'open' }, {}],
    ['another recipient', { recipient: 'kz-court' }, {}],
    ['a recipient where none was meant', { recipient: null }, {}],
    ['none where one was meant', {}, { recipient: undefined }],
    ['another purpose', { purpose: 'SUPERVISE' }, {}],
    ['another case', { caseRef: 'KZ-2026-115' }, {}],
    ['no case', {}, { caseRef: null }],
    ['another use', { use: ['EVIDENCE'] }, {}],
    ['one use too many', { use: ['LEAD'] }, { use: ['LEAD', 'EVIDENCE'] }],
  ])('is not %s', (_what, change, asking) => expect(covered(change, asking)).toBe(false));
});

describe('a second officer', () => {
  const second = (change: Partial<Approval>): unknown =>
    given([{ kind: 'FOUR_EYES', person: 'po-other', unit: 'another-desk', at: at(-1), ...change }])['secondOfficer'];

  it('is another person of another unit', () => {
    expect(second({})).toBe(true);
    expect(second({ person: 'po-aidos' })).toBe(false);
    expect(second({ unit: 'almaty-ct-desk' })).toBe(false);
    expect(second({ kind: 'ORIGINATOR_CONSENT' })).toBe(false);
  });

  it('is named, he and his unit', () => {
    const { person: _person, ...noPerson } = { kind: 'FOUR_EYES', person: '', unit: 'another-desk', at: at(-1) };
    const { unit: _unit, ...noUnit } = { kind: 'FOUR_EYES', person: 'po-other', unit: '', at: at(-1) };
    expect([noPerson, noUnit].map((approval) => given([approval])['secondOfficer'])).toEqual([false, false]);
  });
});

it.each([
  [-71.99, 71],
  [-72, 72],
  [0, 0],
  [5, 0],
])('a request made at hour %d waits for %i hours', (since, hours) => {
  expect(approvalFacts(asked({ request: { pendingSince: at(since) } }))['hoursWaiting']).toBe(hours);
});
