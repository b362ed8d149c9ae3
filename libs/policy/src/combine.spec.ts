// Cases rules 2 to 4: which effect follows from what failed, and which failures explain it.
import { describe, expect, it } from '@jest/globals';
import { effectOf, explaining, refuses } from './combine.ts';
import { asked } from './question.fixture.ts';
import type { QuestionKind } from './question.ts';
import type { Rule } from './rule-set.ts';

const rule = (change: Partial<Rule> = {}): Rule => ({
  id: 'a rule',
  clause: '',
  effect: 'forbid',
  reason: 'VETTING_TOO_LOW',
  conceals: false,
  class: false,
  waits: false,
  narrows: null,
  subject: false,
  lacks: null,
  obligations: [],
  alarm: null,
  ground: null,
  mark: null,
  condition: null,
  degraded: false,
  ...change,
});
const refusing = rule();
const concealing = rule({ conceals: true });
const waiting = rule({ waits: true });
const narrowing = rule({ narrows: 'fields' });
const ofTheClass = rule({ class: true, conceals: true });

describe('the effect', () => {
  const effect = (failing: Rule[], complete = true, question: QuestionKind = 'open') =>
    effectOf(asked({ request: { question } }), failing, complete);

  it('of nothing that fails is a permission, of all or of a part', () => {
    expect([effect([]), effect([], false)]).toEqual(['PERMIT', 'PERMIT_REDACTED']);
    expect([effect([], true, 'aggregate'), effect([], false, 'aggregate')]).toEqual(Array(2).fill('PERMIT_AGGREGATE'));
  });

  it('of what narrows is a permission: of fields what is shown decides, of uses it is never the whole', () => {
    expect([effect([narrowing]), effect([narrowing], false)]).toEqual(['PERMIT', 'PERMIT_REDACTED']);
    expect(effect([rule({ narrows: 'uses' })])).toBe('PERMIT_REDACTED');
  });

  it('conceals before it refuses, refuses before it waits, and waits before it permits', () => {
    expect(effect([waiting, refusing, concealing])).toBe('NOT_FOUND');
    expect(effect([waiting, refusing])).toBe('DENY');
    expect(effect([waiting, narrowing])).toBe('PEND');
    expect(effect([waiting], true, 'aggregate')).toBe('PEND');
  });

  it('on a query says aloud what depends on no record, and conceals the rest', () => {
    expect([effect([ofTheClass], true, 'list'), effect([ofTheClass], true, 'search')]).toEqual(['DENY', 'DENY']);
    expect(effect([concealing, ofTheClass], true, 'list')).toBe('DENY');
    expect(effect([concealing], true, 'list')).toBe('NOT_FOUND');
    expect(effect([ofTheClass])).toBe('NOT_FOUND');
  });
});

it('refuses or waits by any rule that does more than narrow', () => {
  expect([[], [narrowing], [narrowing, waiting], [refusing]].map(refuses)).toEqual([false, false, true, true]);
});

it('explains a refusal by what refuses, and by what only narrows where it says more of the same reason', () => {
  const more = rule({ narrows: 'fields', reason: 'VETTING_TOO_LOW' });
  const another = rule({ narrows: 'fields', reason: 'TRAINING_LAPSED' });
  const failing = [refusing, more, another];
  expect(failing.filter(explaining(failing))).toEqual([refusing, more]);
});
