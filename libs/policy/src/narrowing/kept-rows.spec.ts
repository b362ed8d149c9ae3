// Which rows are left for a list to decide: those it shows, and of those it does not show few.
import { describe, expect, it } from '@jest/globals';
import { decisionPoint } from '../decision-point.ts';
import { alert, asked, bundleWith, memorandum, products, question } from '../question.fixture.ts';
import type { Bundle } from '../bundle.ts';
import type { ItemFacts, Question, SubjectFacts } from '../question.ts';
import { rowFacts } from './columns.ts';
import { isSo } from './formula.fixture.ts';
import type { Formula } from './formula.ts';

const compiled = memorandum();
const inForce = bundleWith({ state: 'IN_FORCE', compiled });
const LIST = asked({ request: { question: 'list' }, item: null, rest: { product: alert.product } });

/** Whether a row is left for a list to decide, and whether it is shown then. */
const found = (
  change: Partial<ItemFacts>,
  state: Partial<SubjectFacts> = {},
  q: Question = LIST,
  bundle: Bundle = inForce,
) => {
  const point = decisionPoint(bundle, products);
  const item = { ...alert, ...change };
  const subjects = item.subjects.map(({ ref }) => ({ ...question.subjects[0]!, ref, ...state }));
  const row = { product: item.product, originator: item.originator, facts: rowFacts(item, subjects)! };
  const left = isSo(point.narrowing([{ ...q, product: alert.product }]), row);
  return { left, shown: point.decide({ ...q, item, subjects }).effect.startsWith('PERMIT') };
};
const BOTH = { left: true, shown: true };
const NEITHER = { left: false, shown: false };
const named = (...list: string[]) => ({ handling: { code: 'C', conditions: [{ code: 'NAMED_RECIPIENTS', list }] } });

describe('is left and shown', () => {
  it.each<[what: string, change: Partial<ItemFacts>, state?: Partial<SubjectFacts>]>([
    ['what the memorandum covers', {}],
    ['a subject of several cases', {}, { cases: ['KZ-2026-209', 'KZ-2026-114'] }],
    ['one who will be sealed', {}, { sealed: { since: '2026-11-24' } }],
    ['one whom who asks may see', {}, { limitedAccess: { allow: ['po-other', 'po-aidos'] } }],
    ['what is reviewed today', { reviewBy: '2026-11-23' }],
    ['what is destroyed today', { destroyBy: '2026-11-23' }],
    ['what names who asks as a recipient', named('po-aidos', 'po-other')],
    ['a condition that is known', { handling: { code: 'C', conditions: [{ code: 'NO_ONWARD' }] } }],
    ['a finding that refuses nothing', { markers: ['MAY_HELP_DEFENCE'] }],
  ])('%s', (_what, change, state = {}) => expect(found(change, state)).toEqual(BOTH));
});

describe('is neither', () => {
  it.each<[what: string, change: Partial<ItemFacts>, state?: Partial<SubjectFacts>]>([
    ['another product', { product: 'prison-intelligence.correction.v1' }],
    ['another originator', { originator: 'kz-police' }],
    ['a subject of another case', {}, { cases: ['KZ-2026-209'] }],
    ['a subject of no case', {}, { cases: [] }],
    ['a subject of another category', {}, { category: 'VICTIM' }],
    ['one who is sealed since today', {}, { sealed: { since: '2026-11-23' } }],
    ['one whom others may see', {}, { limitedAccess: { allow: ['po-other'] } }],
    ['one who was a juvenile', {}, { juvenile: { age: 30, atConduct: true } }],
    ['what was to be reviewed yesterday', { reviewBy: '2026-11-22' }],
    ['what was to be destroyed yesterday', { destroyBy: '2026-11-22' }],
    ['what names others as recipients', named('po-other')],
    ['a condition nobody knows', { handling: { code: 'C', conditions: [{ code: 'MOON' }] } }],
    ['what a lawyer and his client said', { markers: ['LEGAL_PRIVILEGE'] }],
    ['what came of ill-treatment', { markers: ['ILL_TREATMENT_TAINT'] }],
    [
      'an alert one of whose main subjects is of another case',
      { subjects: ['P1', 'P2'].map((ref) => ({ ref, role: 'MAIN' })) },
      { cases: [] },
    ],
  ])('%s', (_what, change, state = {}) => expect(found(change, state)).toEqual(NEITHER));

  it.each<[what: string, caller: Partial<Question['caller']>]>([
    ['declared a conflict with the subject', { conflicts: ['P1'] }],
    ['is below the subject', { chain: ['P1'] }],
    ['is assigned to nothing', { assignments: [] }],
    ['is vetted too low', { vetting: 'L0' }],
    ['is of a role that no flow names', { roles: ['cook'] }],
    ['uses the token of another agency', { tokenAgency: 'kz-tax' }],
  ])('anything, for somebody who %s', (_what, caller) =>
    expect(found({}, {}, { ...LIST, caller: { ...LIST.caller, ...caller } })).toEqual(NEITHER),
  );

  it('anything under an instrument that is suspended, or for its party', () => {
    const scope = { kind: 'party' as const, party: 'kz-police' };
    const suspensions = [{ by: 'kz-police', freezePriorCopies: false, scope }];
    expect(found({}, {}, LIST, bundleWith({ state: 'SUSPENDED', compiled }))).toEqual(NEITHER);
    expect(found({}, {}, LIST, bundleWith({ state: 'IN_FORCE', suspensions, compiled }))).toEqual(NEITHER);
  });
});

it('is left and shown where one of several instruments allows it', () => {
  const second = memorandum([['id: kz-prisons-police', 'id: kz-second']]);
  const narrow = memorandum([['[INVESTIGATE, PREVENT_SERIOUS_HARM]', '[SUPERVISE]']]);
  const bundle = bundleWith({ state: 'IN_FORCE', compiled: narrow }, { state: 'IN_FORCE', compiled: second });
  expect(found({}, {}, LIST, bundle)).toEqual(BOTH);
});

it('is left to the decision where the item is about nobody', () =>
  expect(found({ subjects: [] })).toMatchObject({ left: true }));

it.each<[what: string, change: Partial<Question>]>([
  ['a question about an item', { item: alert }],
  ['a question of no product', { product: '' }],
  ['a search', { request: { ...LIST.request, query: { product: alert.product, name: 'Omarov' } } }],
  ['another question', { request: { ...LIST.request, question: 'search' } }],
])('nothing is left out of %s', (_what, change) => {
  const everything: Formula = true;
  expect(decisionPoint(inForce, products).narrowing([{ ...LIST, ...change }])).toBe(everything);
});
