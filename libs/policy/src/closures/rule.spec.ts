// What a rule says before it is asked: which flows it is about, whom and what.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from '@jest/globals';
import type { Environment } from './expression.ts';
import { compileRule } from './index.ts';
import { EntityRef } from './value.ts';

const compiled = (text: string) => {
  const answer = cedar.policyToJson(text);
  if (answer.type === 'failure') throw new Error(text);
  return compileRule(answer.json, new Map());
};
const flowsOf = (conditions: string) => compiled(`permit (principal, action, resource) ${conditions};`).flows;

describe('the flows of a rule', () => {
  it.each([
    ['when { context.flow == "x" }', ['x']],
    ['when { context.flow == "x" && context.n == 1 && context.m == 2 }', ['x']],
    ['when { (context.flow == "x" && context.n == 1) && context.m == 2 }', ['x']],
    ['when { ["x", "y"].contains(context.flow) && context.n == 1 }', ['x', 'y']],
    ['when { [].contains(context.flow) }', []],
    ['when { context.flow == "x" } unless { context.n == 1 }', ['x']],
  ])('%s: %j', (conditions, flows) => expect(flowsOf(conditions)).toEqual(flows));

  it.each([
    '',
    'unless { context.flow == "x" }',
    'when { true } when { context.flow == "x" }',
    'when { context.n == 1 && context.flow == "x" }',
    'when { context.flow == "x" || context.n == 1 }',
    'when { context.flow == 1 }',
    'when { context.flow == context.other }',
    'when { context.other == "x" }',
    'when { principal.flow == "x" }',
    'when { context.inner.flow == "x" }',
    'when { ["x", 1].contains(context.flow) }',
    'when { ["x", context.n].contains(context.flow) }',
    'when { ["x"].contains(context.other) }',
    'when { context.flows.contains(context.flow) }',
    'when { ["x"].containsAny(context.flow) }',
  ])('are not said by %j', (conditions) => expect(flowsOf(conditions)).toBeNull());
});

it.each([
  ['anna', 'one', true],
  ['anna', 'two', false],
  ['berik', 'one', false],
  ['berik', 'two', false],
])('a rule about anna and one is about %s and %s: %s', (person, thing, is) => {
  const { inScope } = compiled('permit (principal == T::Person::"anna", action, resource == T::Thing::"one");');
  const [principal, resource] = [new EntityRef('T::Person', person), new EntityRef('T::Thing', thing)];
  expect(inScope({ principal, resource } as Environment)).toBe(is);
});

it('a rule keeps its effect, its conditions as they stand, and which action it is about', () => {
  const rule = compiled('forbid (principal, action == T::Action::"see", resource) when { true } unless { false };');
  expect([rule.effect, rule.clauses.map(({ kind }) => kind)]).toEqual(['forbid', ['when', 'unless']]);
  expect(['see', 'do'].map((id) => rule.speaksOf(new EntityRef('T::Action', id)))).toEqual([true, false]);
});
