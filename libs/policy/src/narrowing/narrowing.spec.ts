// What the rules say of rows beforehand, and the algebra it is said in.
import { describe, expect, it } from '@jest/globals';
import { decisionPoint } from '../decision-point.ts';
import { asked, inForce, products } from '../question.fixture.ts';
import type { Question } from '../question.ts';
import { rowFacts } from './columns.ts';
import { decisive } from './decisive.ts';
import { all, any, anyOf, atMost, atom, not, type Formula } from './formula.ts';
import { conditionOf } from './sql.ts';

const A = atom('item', 'alertType', 'among', ['a']);
const B = atom('item', 'priority', 'among', ['b']);
const UNKNOWN: Formula = 'unknown';

describe('a formula', () => {
  it('takes two unknowns for two, however alike they look', () => {
    const unknown = all([A, UNKNOWN]);
    expect(any([unknown, not(unknown)])).not.toBe(true);
    expect(atMost(all([unknown, not(unknown)]))).toEqual(A);
  });

  it('takes what is unknown for what keeps the row, also behind a not', () => {
    expect(atMost(all([A, UNKNOWN]))).toEqual(A);
    expect(atMost(not(all([A, UNKNOWN])))).toBe(true);
    expect(atMost(not(any([A, UNKNOWN])))).toEqual(not(A));
  });

  it('says what all parts need once and in front', () => {
    expect(anyOf([all([A, B]), A])).toEqual(A);
    expect(anyOf([all([A, B]), all([A, not(B)])])).toEqual(A);
    expect(anyOf([false, all([A, B])])).toEqual(all([A, B]));
  });

  it('begins with what it cannot do without', () => expect(decisive(all([any([A, B]), any([A, not(B)])]))).toEqual(A));
});

const LIST = asked({ request: { question: 'list' }, item: null });
const narrowed = (q: Question): string =>
  conditionOf(
    decisionPoint(inForce, products).narrowing([{ ...q, product: 'prison-intelligence.intelligence-alert.v1' }]),
    { product: 'product', originator: 'originator', facts: 'facts' },
    (value) => `<${String(value)}>`,
  );

describe('the rules, of rows', () => {
  it('ask for a case of who asks, by which rows are found', () =>
    expect(narrowed(LIST)).toContain(`(facts -> 'cases') ?| cast(<KZ-2026-114> as text[])`));

  it.each<[string, Question]>([
    ['of a role that no flow names', { ...LIST, caller: { ...LIST.caller, roles: ['cook'] } }],
    ['for a purpose that no flow serves', { ...LIST, request: { ...LIST.request, purpose: 'SENTENCE_MANAGEMENT' } }],
    ['of an agency that no flow names', { ...LIST, caller: { ...LIST.caller, agency: 'kz-probation' } }],
  ])('say of somebody %s that there is nothing', (_, q) => expect(narrowed(q)).toBe('(facts is null or false)'));

  it.each<[string, Partial<Question>]>([
    ['a search', { request: { ...LIST.request, query: { product: 'any', name: 'Omarov' } } }],
    ['an instant that is none', { now: 'never' }],
    ['another question', { request: { ...LIST.request, question: 'search' } }],
  ])('say nothing where it is %s', (_, change) => expect(narrowed({ ...LIST, ...change })).toBe('true'));
});

describe('what a row keeps', () => {
  const { item, subjects } = asked({});

  it('is nothing of an item that is not of its form, which is then not narrowed', () => {
    expect(rowFacts(item!, subjects)).toMatchObject({ alertType: 'RECRUITMENT_ACTIVITY', cases: ['KZ-2026-114'] });
    expect(rowFacts(item!, [])).toBeNull();
    expect(rowFacts({ ...item!, reviewBy: 'soon' }, subjects)).toBeNull();
    expect(rowFacts({ ...item!, priority: 'a\0b' }, subjects)).toBeNull();
    expect(rowFacts({} as typeof item & object, subjects)).toBeNull();
  });
});
