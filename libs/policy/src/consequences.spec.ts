// Step 8: what follows from an answer, also from a refusal, and also where no instrument covers anything.
import { describe, expect, it } from '@jest/globals';
import { decisionPoint } from './decision-point.ts';
import { alert, asked, bundleWith, inForce, memorandum, products } from './question.fixture.ts';
import type { Question } from './question.ts';

type Change = Parameters<typeof asked>[0];

const deciding = (...changes: [from: string, to: string][]) =>
  decisionPoint(bundleWith({ state: 'IN_FORCE', compiled: memorandum(changes) }), products);
const point = decisionPoint(inForce, products);
const decide = (change: Change, by = point) => by.decide(asked(change));
const NOBODY = { agency: 'kz-tax' };

describe('what is owed whatever the answer', () => {
  it.each([
    ['OVERSIGHT', 'AUDIT_THE_AUDITOR'],
    ['SUBJECT_RIGHTS', 'INFORM_OF_INDIRECT_ROUTE'],
  ])('asked for %s where nothing covers: %s', (purpose, obligation) => {
    const decision = decide({ caller: NOBODY, request: { purpose } });
    expect([decision.effect, decision.obligations, decision.agreements]).toEqual(['NOT_FOUND', [obligation], []]);
  });

  it('is nothing where nothing covers a common question', () => {
    expect(decide({ caller: NOBODY })).toMatchObject({ effect: 'NOT_FOUND', obligations: [], marks: [], alarms: [] });
  });
});

describe('what is owed for what goes', () => {
  it('is a watermark on an export that passes or waits, and on none that is refused', () => {
    const exported = (change: Change = {}) =>
      decide({ ...change, request: { question: 'export', export: { count: 1, alreadyInWindow: 0 } } });
    const outcomes = [{}, { item: { markers: ['SMALL_CIRCLE_FAILED'] } }, { caller: { vetting: 'L0' } }].map(exported);
    expect(outcomes.map(({ effect, obligations }) => [effect, obligations.includes('WATERMARK')])).toEqual([
      ['PERMIT_REDACTED', true],
      ['PEND', true],
      ['DENY', false],
    ]);
  });

  it('is that its conditions travel with it, and its contest is marked', () => {
    const handling = { code: 'C', conditions: [{ code: 'NO_ONWARD' }] };
    const contested = decide({ item: { handling, markers: ['ACCURACY_CONTESTED'] } });
    expect(contested).toMatchObject({
      effect: 'PERMIT_REDACTED',
      marks: ['ACCURACY_CONTESTED'],
      travels: { code: 'C', conditions: ['NOT_IN_PROCEEDINGS', 'NO_ONWARD'], destroyBy: null },
    });
    expect(contested.obligations).toContain('NO_ONWARD');
    const refused = decide({ item: { handling, markers: ['ACCURACY_CONTESTED'] }, caller: { vetting: 'L0' } });
    expect(refused).toMatchObject({ effect: 'DENY', marks: [], travels: null });
    expect(refused.obligations).not.toContain('NO_ONWARD');
  });

  it('is an alarm on a bundle older than it may be, and none on one that is just as old', () => {
    const item = { priority: 'IMMEDIATE' };
    const aged = (ageSeconds: number): Question => asked({ item, bundle: { ageSeconds } });
    expect([900, 901].map((age) => point.decide(aged(age)).degraded)).toEqual([false, true]);
  });
});

describe('the ground', () => {
  it('of a recipient that is no competent authority is the minimum for its task', () => {
    const civil = deciding(['id: kz-police, kind: police', 'id: kz-police, kind: other']);
    expect(decide({}, civil).reason).toBe('MINIMUM_FOR_TASK');
    expect(decide({}).reason).toBe('CONTRACT_MATCH');
  });

  it('stands in the record with the rules that gave it, each once', () => {
    const { clauses } = decide({});
    const rules = clauses.map(({ rule }) => rule);
    expect(rules).toContain('ground-contract');
    expect(new Set(rules).size).toBe(rules.length);
  });
});

it('a refusal says its reasons in the order of evaluation, whatever order they were found in', () => {
  const decision = decide({ caller: { vetting: 'L0', roles: [] }, item: { reviewBy: '2026-01-01' } });
  expect(decision.reasonsInOrder).toEqual(['RETENTION_LAPSED', 'ROLE_NOT_COVERED', 'VETTING_TOO_LOW']);
  const reasons = decision.clauses.flatMap(({ reason }) => (reason === null ? [] : [reason]));
  expect(reasons).toEqual(decision.reasonsInOrder);
  expect(decision).toMatchObject({ reason: 'RETENTION_LAPSED', disclosedPaths: [], travels: null, values: null });
});

it('what waits owes what it waits for only while it waits', () => {
  const waiting = { markers: ['SMALL_CIRCLE_FAILED'] };
  const [pending, refused] = [decide({ item: waiting }), decide({ item: waiting, caller: { vetting: 'L0' } })];
  expect([pending.effect, refused.effect]).toEqual(['PEND', 'DENY']);
  const owed = pending.obligations.filter((obligation) => !refused.obligations.includes(obligation));
  expect(owed.length).toBeGreaterThan(0);
  expect(pending.reasonsInOrder).toEqual(['SOURCE_AT_RISK']);
  expect(alert.markers).toEqual([]);
});
