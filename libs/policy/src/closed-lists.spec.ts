// Law: what a rule compares with a closed list stands in that list, and a rule that repeats a whole list repeats all of
// it. Read from the rules as Cedar parses them.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { codeLists, dutyRules, listContracts, readContract, staticRules } from '@gatehouse/contracts';
import { describe, expect, it } from '@jest/globals';

const grades = Object.entries(codeLists.gradingScales).flatMap(([scale, { source, information }]) =>
  Object.keys(source).flatMap((s) => Object.keys(information).map((i) => `${scale}:${s}:${i}`)),
);
const sensitivity = Object.keys(codeLists.sensitivity);
const LISTS: Record<string, string[]> = {
  'context.request.purpose': Object.keys(codeLists.purposes),
  'context.purpose': Object.keys(codeLists.purposes),
  'context.item.conditions': Object.keys(codeLists.conditions),
  'context.conditions': Object.keys(codeLists.conditions),
  'context.item.markers': codeLists.markers,
  'context.markers': codeLists.markers,
  'context.item.alertType': Object.keys(codeLists.alertTypes),
  'context.item.priority': codeLists.priorities,
  'context.item.grades': grades,
  'context.subject.category': Object.keys(codeLists.subjectCategories),
  'context.request.categoriesByName': sensitivity,
  'context.product.categories': sensitivity,
  'context.category': sensitivity,
  'context.instrument.kind': codeLists.instrumentKinds,
  'context.kind': codeLists.instrumentKinds,
  'context.instrument.state': codeLists.instrumentStates,
  'context.caller.kind': codeLists.partyKinds,
  'context.callerKind': codeLists.partyKinds,
};

interface Compared {
  rule: string;
  attribute: string;
  codes: string[];
}

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `context.item.markers`; nothing when the expression is no path. */
const pathOf = (expression: unknown): string | undefined => {
  if (!isNode(expression)) return undefined;
  const { Var: variable, '.': access } = expression;
  if (typeof variable === 'string') return variable;
  const left = isNode(access) ? pathOf(access['left']) : undefined;
  return left === undefined ? undefined : `${left}.${String((access as Node)['attr'])}`;
};

/** The words of a literal, or of a set of literals. */
const wordsOf = (expression: unknown): string[] => {
  if (!isNode(expression)) return [];
  const { Value: value, Set: members } = expression;
  return Array.isArray(members) ? members.flatMap(wordsOf) : typeof value === 'string' ? [value] : [];
};

const comparisons = (rule: string, expression: unknown): Compared[] => {
  if (Array.isArray(expression)) return expression.flatMap((part) => comparisons(rule, part));
  if (!isNode(expression)) return [];
  const { left, right } = expression;
  const attribute = pathOf(left) ?? pathOf(right);
  const codes = [...wordsOf(left), ...wordsOf(right)];
  const own = attribute !== undefined && codes.length > 0 ? [{ rule, attribute, codes }] : [];
  return [...own, ...Object.values(expression).flatMap((part) => comparisons(rule, part))];
};

const rulesOf = (text: string): Compared[] => {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') throw new Error('not Cedar');
  return parts.policies.flatMap((policy) => {
    const answer = cedar.policyToJson(policy);
    if (answer.type === 'failure') throw new Error('not Cedar');
    return comparisons(answer.json.annotations?.['id'] ?? '', answer.json.conditions);
  });
};

const generated = listContracts('generated/instruments', '.cedar').map(readContract);
const compared = [...staticRules().map(({ text }) => text), dutyRules().text, ...generated].flatMap(rulesOf);
const codesOf = (mark: (one: Compared) => boolean): string[] => compared.filter(mark).flatMap(({ codes }) => codes);

describe('the rules', () => {
  it.each(Object.entries(LISTS))('compare %s with its closed list only', (path, list) => {
    const used = compared.filter(({ attribute }) => attribute === path);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter(({ codes }) => !codes.every((code) => list.includes(code)))).toEqual([]);
  });

  it('know every handling condition: others are of nobody', () => {
    const known = codesOf(({ rule }) => rule === 'unknown-condition');
    expect(known.toSorted()).toEqual(Object.keys(codeLists.conditions).toSorted());
  });

  it('let every handling condition travel on', () => {
    const travelling = codesOf(({ rule }) => rule.startsWith('travels-'));
    expect(travelling.toSorted()).toEqual(Object.keys(codeLists.conditions).toSorted());
  });

  it('ask a case of every purpose that needs one, and of no other', () => {
    const needing = codesOf(({ rule }) => rule === 'case-reference-missing');
    expect(needing.toSorted()).toEqual(codeLists.purposesNeedingCase.toSorted());
  });
});
