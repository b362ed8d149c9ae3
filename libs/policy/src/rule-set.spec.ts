import { describe, expect, it } from '@jest/globals';
import { codeLists, dutyRules, reasonOrder, staticRules } from '@gatehouse/contracts';
import { loadRuleSet } from './rule-set.ts';

const rule = (annotations: string, when = 'context.flow == "x"'): string =>
  `@id("one") ${annotations} forbid (principal, action in Gatehouse::Action::"ask", resource) when { ${when} };`;

describe('the numbered rules', () => {
  const { rules } = loadRuleSet(staticRules().map(({ text }) => text));

  it('load, and stand under their step in the file of their number', () => {
    expect(rules.size).toBeGreaterThan(50);
    for (const { id, reason, narrows, waits } of rules.values()) {
      expect(id).toMatch(/^[a-z-]+$/);
      // What waits for an approval leaves nothing standing meanwhile.
      expect([reason !== null, narrows !== null && waits]).not.toEqual([true, true]);
    }
  });

  it('conceal, wait, narrow and speak of the class as the closed lists say', () => {
    const marked = (mark: 'conceals' | 'waits' | 'class') =>
      new Set([...rules.values()].flatMap((one) => (one[mark] && one.reason ? [one.reason] : [])));
    for (const reason of ['SEALED', 'NO_CONTRACT', 'MOU_NOT_IN_FORCE', 'SUBJECT_IN_CHAIN'])
      expect(marked('conceals')).toContain(reason);
    for (const reason of ['PRIOR_AUTHORISATION', 'SOURCE_AT_RISK', 'FOUR_EYES'])
      expect(marked('waits')).toContain(reason);
    for (const reason of ['BUNDLE_STALE', 'MOU_SUSPENDED', 'ON_BEHALF_MISMATCH'])
      expect(marked('class')).toContain(reason);
  });

  it('keep every reason in one order', () => {
    expect(new Set(reasonOrder).size).toBe(reasonOrder.length);
    expect(Object.keys(codeLists.reasons)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
  });
});

it('loads the duties', () => expect(loadRuleSet([dutyRules().text]).rules.size).toBeGreaterThan(5));

describe('a set does not load', () => {
  it.each([
    ['with an unknown obligation', rule('@reason("SEALED") @step("4") @obligations("SING")')],
    ['with an unknown reason', rule('@reason("WEATHER") @step("4")')],
    ['with a reason under another step', rule('@reason("SEALED") @step("5")')],
    ['with an unknown annotation', rule('@reason("SEALED") @conseals("yes")')],
    ['with an unknown alarm', rule('@alarm("FIRE")')],
    ['with a rule that may err', rule('', 'context.item.priority == "IMMEDIATE"')],
    ['with an attribute nobody knows', rule('', 'context.weather == "fine"')],
    ['with a rule that can never hold', rule('', 'context.flow == "x" && false')],
    ['with an id twice', rule('') + rule('')],
    ['with a rule without an id', 'permit (principal, action, resource);'],
    ['with a rule about every action', '@id("one") permit (principal, action, resource);'],
    ['with a template', '@id("one") permit (principal == ?principal, action, resource);'],
    ['that is no Cedar', 'permit everything;'],
  ])('%s', (_what, text) => expect(() => loadRuleSet([text])).toThrow());
});

it('a text that did not load is looked at again each time, also beside texts that load', () => {
  const known = staticRules().map(({ text }) => text);
  const bad = rule('', 'context.weather == "fine"');
  for (const texts of [[bad], [bad], [...known, bad], [...known, bad]])
    expect(() => loadRuleSet(texts)).toThrow('not valid');
  expect(loadRuleSet([...known, rule('')]).rules.has('one')).toBe(true);
});
