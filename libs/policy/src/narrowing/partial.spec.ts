// What is left of a condition that is asked of a row nobody has read: what is known, a test of the row, or nothing.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from '@jest/globals';
import { NotCompiled } from '../closures/index.ts';
import { EntityRef, Extension } from '../closures/value.ts';
import { all, any, atom, not, type Formula } from './formula.ts';
import { asFormula, compilePartial } from './partial.ts';

const bodyOf = (condition: string): Expr => {
  const answer = cedar.policyToJson(`permit (principal, action, resource) when { ${condition} };`);
  if (answer.type === 'failure') throw new Error(condition);
  return answer.json.conditions[0]!.body;
};

const environment = {
  principal: new EntityRef('T::Party', 'kz-police'),
  action: new EntityRef('T::Action', 'list'),
  resource: new EntityRef('T::Product', 'alert'),
  context: { n: 1, word: 'x', names: ['a', 'b'], b: true, today: new Extension('datetime', 0) },
};
const item = new Map<string, string | boolean>([
  ['originator', 'kz-prison-service'],
  ['country', 'KZ'],
  ['readBefore', false],
]);
const said = (condition: string, aboutSubject = true): Formula =>
  asFormula(compilePartial(bodyOf(condition), new Map())({ environment, aboutSubject, item }));

const WITHDRAWN = atom('item', 'withdrawn', 'true');
const PRIORITY = atom('item', 'priority', 'among', ['x']);

describe('what the question says is worked out', () => {
  it.each<[condition: string, value: Formula]>([
    ['context.n == 1', true],
    ['context.n == 2', false],
    ['context.names.contains("a")', true],
    ['"context" == "item"', false],
    ['principal == T::Party::"kz-police"', true],
    ['context.n', 'unknown'],
    ['context.missing == 1', 'unknown'],
    ['context.n < "2"', 'unknown'],
    ['context has n', true],
    ['context has missing', false],
    ['context has n && context.n == 1', true],
  ])('%s: %j', (condition, value) => expect(said(condition)).toEqual(value));
});

describe('what is the same of all rows asked about is known too', () => {
  it.each<[condition: string, value: Formula]>([
    ['context.item.originator == "kz-prison-service"', true],
    ['context.item.originator != "kz-prison-service"', false],
    ['context.item.originator == context.item.country', false],
    ['context.item.originator < context.item.country', 'unknown'],
    ['["KZ", "XX"].contains(context.item.country)', true],
    ['context.item.readBefore', false],
    ['!context.item.readBefore', true],
    ['context.item has originator', true],
    ['context.subject.originator == "kz-prison-service"', 'unknown'],
    ['context.subject has originator', 'unknown'],
  ])('%s: %j', (condition, value) => expect(said(condition)).toEqual(value));
});

describe('what the row says is a test of it', () => {
  it.each<[condition: string, test: Formula]>([
    ['context.item.withdrawn', WITHDRAWN],
    ['!context.item.withdrawn', not(WITHDRAWN)],
    ['context.item.priority == "x"', PRIORITY],
    ['context.item.priority == context.word', PRIORITY],
    ['context.word == context.item.priority', PRIORITY],
    ['context.item.priority != "x"', not(PRIORITY)],
    ['["x", "y"].contains(context.item.priority)', atom('item', 'priority', 'among', ['x', 'y'])],
    ['context.item.markers.contains("m")', atom('item', 'markers', 'any', ['m'])],
    ['context.item.markers.containsAny(context.names)', atom('item', 'markers', 'any', ['a', 'b'])],
    ['context.item.markers.containsAll(["m", "n"])', atom('item', 'markers', 'all', ['m', 'n'])],
    ['context.names.containsAll(context.item.markers)', atom('item', 'markers', 'within', ['a', 'b'])],
    ['context.item.markers.isEmpty()', atom('item', 'markers', 'empty')],
    ['context.item.reviewBy < context.today', atom('item', 'reviewBy', 'before', ['1970-01-01'])],
    ['context.item.reviewBy <= context.today', atom('item', 'reviewBy', 'until', ['1970-01-01'])],
    ['context.item.reviewBy > context.today', not(atom('item', 'reviewBy', 'until', ['1970-01-01']))],
    ['context.item.reviewBy >= context.today', not(atom('item', 'reviewBy', 'before', ['1970-01-01']))],
    ['context.item has reviewBy', atom('item', 'reviewBy', 'has')],
    ['context.item has priority', true],
    ['context.subject.category == "x"', atom('subject', 'category', 'among', ['x'])],
    ['context.subject has sealedSince', atom('subject', 'sealedSince', 'has')],
    ['context.subject has category', true],
    ['context.subject.juvenileAtConduct', atom('subject', 'juvenileAtConduct', 'true')],
  ])('%s: %j', (condition, test) => expect(said(condition)).toEqual(test));
});

it('whether there is an item is known, and whether it is asked about a subject', () => {
  for (const about of [true, false])
    expect([said('context has item', about), said('context has subject', about)]).toEqual([true, about]);
});

describe('nothing is said of', () => {
  it.each([
    'context.item.weather == "fine"',
    'context.item.weather',
    'context.item has weather',
    'context.item.priority',
    'context.item.markers',
    'context.item',
    'context.item.priority like "*"',
    'context.item.priority.length == 1',
    'context.item.priority has length',
    'context.item.priority == context.item.alertType',
    'context.item.priority == context.missing',
    'context.item == context.item',
    'context == context',
    '[context.item.priority].contains("x")',
    '[[context.item.priority]] == [["x"]]',
    '{"a": context.item.priority}.a == "x"',
    'context has item.reviewBy',
    'context.item.reviewBy.toDate() == context.today',
    'context.item.markers == ["m"]',
    'context.item["constructor"] == "x"',
    '!(context.item.priority == 1)',
  ])('%s', (condition) => expect(said(condition)).toBe('unknown'));

  it('what cannot be compiled, since there is no such rule', () =>
    expect(() => said('context.item.withdrawn && ip("10.0.0.1") == ip("10.0.0.1")')).toThrow(NotCompiled));
});

describe('parts of a condition', () => {
  it.each<[condition: string, whole: Formula]>([
    ['context.b && context.item.withdrawn', WITHDRAWN],
    ['!context.b && context.item.withdrawn', false],
    ['context.item.withdrawn && !context.b', false],
    ['context.item.withdrawn && context.item.priority == "x"', all([WITHDRAWN, PRIORITY])],
    ['context.item.withdrawn && context.item.weather', all([WITHDRAWN, 'unknown'])],
    ['context.missing && context.item.withdrawn', all(['unknown', WITHDRAWN])],
    ['context.b || context.item.withdrawn', true],
    ['context.item.withdrawn || context.b', true],
    ['!context.b || context.item.withdrawn', WITHDRAWN],
    ['context.item.withdrawn || context.item.priority == "x"', any([WITHDRAWN, PRIORITY])],
    ['!(context.item.withdrawn || context.item.priority == "x")', not(any([WITHDRAWN, PRIORITY]))],
    ['if context.b then context.item.withdrawn else context.item.priority == "x"', WITHDRAWN],
    ['if !context.b then context.item.withdrawn else context.item.priority == "x"', PRIORITY],
    [
      'if context.item.withdrawn then context.item.priority == "x" else context.item.markers.isEmpty()',
      any([all([WITHDRAWN, PRIORITY]), all([not(WITHDRAWN), atom('item', 'markers', 'empty')])]),
    ],
    ['(if context.b then context.item.priority else context.word) == "x"', PRIORITY],
    ['(if context.item.withdrawn then 1 else 2) == 1', 'unknown'],
  ])('%s: %j', (condition, whole) => expect(said(condition)).toEqual(whole));
});
