// The contracts and the cases speak of the same products and the same closed lists.
import { describe, expect, it } from '@jest/globals';
import { codeLists, loadProducts, reasonOrder, staticRules } from '@gatehouse/contracts';
import { loadRuleSet, type Rule } from '@gatehouse/policy';
import { bundleOf, productsOf } from './decide-case.ts';
import { loadCases, ownCases } from './need-to-know-case.ts';
import * as codes from './need-to-know/codes.mjs';

const products = loadProducts();
const items = loadCases(ownCases).flatMap((entry) => ('case' in entry ? [entry.case.item] : []));

/** Products no case speaks of have no cases to agree with. */
const withCases = [...products.keys()].filter((product) => items.some((item) => item.product === product));

describe.each(withCases)('%s', (product) => {
  it('has every path of the cases, in the same category', () => {
    const shown = items.filter((item) => item.product === product);
    expect(shown.length).toBeGreaterThan(0);
    for (const { categories } of shown) expect(products.get(product)?.fields).toMatchObject(categories);
  });
});

describe('the closed lists', () => {
  it('hold the reasons in the same order', () => expect(reasonOrder).toEqual(codes.REASON_ORDER));
  it('hold the same obligations, and beyond them only terms of clause 19, which no case has', () => {
    const others = codeLists.obligations.filter((code) => !codes.OBLIGATIONS.includes(code));
    expect(codeLists.obligations).toEqual(expect.arrayContaining(codes.OBLIGATIONS));
    for (const code of others) expect(code).toMatch(/^(TIMEBOX|REVIEW|NOTIFY_ORIGINATOR|REVIEWERS)_\d+[HM]?$/);
  });

  it.each([
    ['purposes', Object.keys(codeLists.purposes), codes.PURPOSES],
    ['conditions', Object.keys(codeLists.conditions), codes.CONDITIONS],
    ['subject categories', Object.keys(codeLists.subjectCategories), codes.LED6],
    ['sensitivity', Object.keys(codeLists.sensitivity), codes.SENS],
    ['markers', codeLists.markers, codes.MARKERS],
    ['alarms', codeLists.alarms, codes.ALARMS],
  ])('%s', (_name, got, expected) => expect(got).toEqual(expected));
});

describe('the rules', () => {
  const agreements = loadCases(ownCases).flatMap((entry) => ('case' in entry ? [entry.case] : []));
  const rules = agreements.flatMap((given) => {
    const catalogue = productsOf(given);
    return bundleOf(given, catalogue).instruments.map(({ compiled }) => compiled.cedar);
  });
  const all = [...new Set(rules)].flatMap((text) => [...loadRuleSet([text]).rules.values()]);
  const common = [...loadRuleSet(staticRules().map(({ text }) => text)).rules.values()];
  const reasonsOf = (mark: (rule: Rule) => boolean) =>
    new Set([...common, ...all].flatMap((rule) => (rule.reason !== null && mark(rule) ? [rule.reason] : [])));
  const within = (found: Set<string>, list: string[]) => [...found].filter((reason) => !list.includes(reason));

  it('conceal, wait, narrow and speak of a class only where the closed lists let them', () => {
    expect(
      within(
        reasonsOf((rule) => rule.conceals),
        codes.CONCEALING,
      ),
    ).toEqual([]);
    expect(
      within(
        reasonsOf((rule) => rule.waits),
        codes.PENDING,
      ),
    ).toEqual([]);
    expect(
      within(
        reasonsOf((rule) => rule.narrows !== null),
        codes.NARROWING,
      ),
    ).toEqual([]);
    expect(
      within(
        reasonsOf((rule) => rule.class),
        codes.CLASS_LEVEL,
      ),
    ).toEqual([]);
  });

  it('conceal and wait wherever the closed lists say so', () => {
    expect(codes.CONCEALING.filter((reason) => !reasonsOf((rule) => rule.conceals).has(reason))).toEqual([]);
    expect(codes.PENDING.filter((reason) => !reasonsOf((rule) => rule.waits).has(reason))).toEqual([]);
    expect(codes.CLASS_LEVEL.filter((reason) => !reasonsOf((rule) => rule.class).has(reason))).toEqual([]);
  });
});
