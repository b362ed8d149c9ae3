// Rules with every form of scope, and with every way to say first of all which flow a rule is about.
import type { Rules } from './contract-rules.ts';

const PEOPLE = [
  'principal',
  'principal == T::Person::"anna"',
  'principal == T::Thing::"anna"',
  'principal == T::Person::""',
  'principal in T::Person::"anna"',
  'principal in T::Person::"berik"',
  'principal is T::Person',
  'principal is T::Thing',
  'principal is T::Person in T::Person::"anna"',
  'principal is T::Person in T::Person::"berik"',
  'principal is T::Thing in T::Person::"anna"',
];

const THINGS = [
  'resource == T::Thing::"anna"',
  'resource in T::Thing::"anna"',
  'resource is T::Thing',
  'resource is T::Person',
  'resource is T::Thing in T::Thing::"berik"',
];

const ACTIONS = [
  'action == T::Action::"low"',
  'action == T::Action::"top"',
  'action in T::Action::"top"',
  'action in T::Action::"middle"',
  'action in T::Action::"apart"',
  'action in [T::Action::"other", T::Action::"apart"]',
  'action in [T::Action::"middle", T::Action::"apart"]',
  'action in []',
];

const CONDITIONS = [
  'when { true }',
  'unless { false }',
  'when { false }',
  'unless { true }',
  'when { 1 }',
  'unless { 1 }',
  'when { true } when { false }',
  'when { true } unless { true }',
  'when { false } unless { 1 }',
  'unless { 1 } when { false }',
];

const FIRST = [
  'context.flow == "x@1/1"',
  'context.flow == "z@9/9"',
  'context.flow == ""',
  'context.flow == 1',
  'context.flow == context.s',
  '"x@1/1" == context.flow',
  'context.s == "x@1/1"',
  'context.inner.flow == "x@1/1"',
  'principal.flow == "x@1/1"',
  'context.flow.flow == "x@1/1"',
  'context.flow != "x@1/1"',
  'context.flow like "x@1/1"',
  '["x@1/1", "x@1/2"].contains(context.flow)',
  '["x@1/1"].contains(context.s)',
  '["x@1/1", 1].contains(context.flow)',
  '["x@1/1", context.s].contains(context.flow)',
  '[].contains(context.flow)',
  '[context.flow].contains("x@1/1")',
  'context.strings.contains(context.flow)',
  '"x@1/1".contains(context.flow)',
  '["x@1/1"].containsAny([context.flow])',
  '(context.flow == "x@1/1" || context.s == "a")',
  '!(context.flow == "x@1/1")',
];

/** What follows the flow: to hold, to fail, and to err. */
const THEN = ['', ' && true', ' && false', ' && context.missing', ' && context.n == 1 && context.s == "a"'];

const SCOPES = [
  ...PEOPLE.map((person) => `permit (${person}, action, resource);`),
  ...THINGS.map((thing) => `permit (principal, action, ${thing});`),
  ...ACTIONS.map((action) => `permit (principal, ${action}, resource);`),
  ...CONDITIONS.map((condition) => `permit (principal, action, resource) ${condition};`),
];

const FLOWS = [
  ...['when', 'unless'].flatMap((kind) =>
    FIRST.flatMap((first) => THEN.map((then) => `permit (principal, action, resource) ${kind} { ${first}${then} };`)),
  ),
  'permit (principal, action, resource) when { context.missing && context.flow == "x@1/1" };',
  'permit (principal, action, resource) when { true } when { context.flow == "x@1/1" && context.missing };',
  'permit (principal == T::Person::"anna", action in T::Action::"top", resource is T::Thing) when { context.b };',
];

const named = (rules: readonly string[]): Rules => Object.fromEntries(rules.map((rule) => [rule, rule]));

/** Permits alone, so that each that holds is named; with a forbid that holds of some; forbids alone; and no rule. */
export const RULE_SETS: readonly Rules[] = [
  named([...SCOPES, ...FLOWS]),
  named([...SCOPES, 'forbid (principal == T::Person::"anna", action, resource);']),
  named(SCOPES.map((rule) => rule.replace('permit', 'forbid'))),
  {},
];
