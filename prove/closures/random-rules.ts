// Random rules: most of sound types, some that err (a missing attribute, a value of another type, a number too large), in
// Cedar's JSON form.
import type { Clause, Expr, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { oneOf } from '../faults/seeded.ts';
import { randomActions, randomScope } from './random-scope.ts';
import { alike, entity, precise, randomLiteral, text } from './random-literals.ts';
import { FLOWS, RECORDS, TEXTS, type Type } from './schema.ts';

type Random = () => number;

const ELEMENTS: Type[] = ['Long', 'String', 'Person', 'One', { set: 'Long' }];
const TYPES: Type[] = [
  'Bool',
  'Long',
  'String',
  'datetime',
  'duration',
  'decimal',
  'Person',
  'Inner',
  'Deep',
  ...ELEMENTS.map((set): Type => ({ set })),
];
const STRANGE = ['missing', '__proto__', 'constructor', 'length', 'toString', 'type', 'id'];

const same = (one: Type, other: Type): boolean => JSON.stringify(one) === JSON.stringify(other);

const read = (left: Expr, attr: string): Expr => ({ '.': { left, attr } });
const CONTEXT: Expr = { Var: 'context' };

/** Where in the context a value of a type stands, and what has to be there for it to. */
const places = (type: Type): string[][] => {
  const within = (record: string, path: string[]): string[][] =>
    Object.entries(RECORDS[record] ?? {}).flatMap(([name, attribute]) => {
      const here = [...path, name];
      const inner = typeof attribute.type === 'string' && RECORDS[attribute.type] ? within(attribute.type, here) : [];
      return same(attribute.type, type) ? [here, ...inner] : inner;
    });
  return within('Context', []);
};

/** Cedar's text has no way to write a path with such a name in it. */
const isWritten = (path: string[]): boolean => !path.includes('odd name');

export const randomRule = (random: Random): PolicyJson => {
  const chance = (share: number): boolean => random() < share;

  const spoilt = (type: Type): Type => (chance(0.03) ? oneOf(random, TYPES) : type);

  const attribute = (type: Type): Expr => {
    const found = places(type);
    if (found.length === 0 || chance(0.02)) return read(CONTEXT, oneOf(random, STRANGE));
    return oneOf(random, found).reduce(read, CONTEXT);
  };

  const literal = (type: Type): Expr => {
    if (typeof type !== 'string')
      return { Set: Array.from({ length: Math.floor(random() * 4) }, () => expression(type.set, 0)) };
    return randomLiteral(random, type) ?? record(type);
  };

  const record = (type: string): Expr => ({
    Record: Object.fromEntries(
      Object.entries(RECORDS[type] ?? {}).flatMap(([name, { type: of, optional }]) =>
        optional && chance(0.5) ? [] : [[name, expression(of, 0)]],
      ),
    ),
  });

  const two = (type: Type, depth: number, second: Type = type) => ({
    left: expression(spoilt(type), depth - 1),
    right: expression(spoilt(second), depth - 1),
  });

  const choice = (type: Type, depth: number): Expr => ({
    'if-then-else': {
      if: expression(spoilt('Bool'), depth - 1),
      // oxlint-disable-next-line unicorn/no-thenable -- the word is Cedar's
      then: expression(type, depth - 1),
      else: expression(spoilt(type), depth - 1),
    },
  });

  const has = (depth: number): Expr => {
    const path = oneOf(
      random,
      places(oneOf(random, TYPES)).filter(({ length }) => length > 0),
    ) ?? ['m'];
    if (chance(0.3) && isWritten(path)) return { has: { left: CONTEXT, attr: path } };
    if (chance(0.1))
      return { has: { left: expression(oneOf(random, TYPES), depth - 1), attr: oneOf(random, STRANGE) } };
    const left = path.slice(0, -1).reduce(read, CONTEXT);
    return { has: { left, attr: chance(0.1) ? oneOf(random, STRANGE) : (path.at(-1) ?? 'm') } };
  };

  const pattern = (): Expr => ({
    like: {
      left: chance(0.5) ? text(oneOf(random, TEXTS)) : expression(spoilt('String'), 1),
      pattern: Array.from({ length: Math.floor(random() * 4) }, () =>
        chance(0.5) ? ('Wildcard' as const) : { Literal: oneOf(random, ['a', 'b', '*', 'x@', '1', '/', '😀', 'n']) },
      ),
    },
  });

  const membership = (depth: number): Expr => {
    const [of, group] = chance(0.5)
      ? [{ Var: 'action' as const }, (id: string): Expr => ({ Value: entity('Action', id) })]
      : [expression(spoilt('Person'), depth - 1), (id: string): Expr => ({ Value: entity('Person', id) })];
    const named = (): Expr => group(oneOf(random, ['top', 'middle', 'low', 'anna', 'berik']));
    if (chance(0.2))
      return {
        is: { left: of, entity_type: oneOf(random, ['T::Person', 'T::Action']), ...(chance(0.5) && { in: named() }) },
      };
    return { in: { left: of, right: chance(0.5) ? named() : { Set: [named(), chance(0.1) ? text(1) : named()] } } };
  };

  // What is there is asked for first, as people write it: else most rules would err.
  const guarded = (depth: number): Expr => {
    const path = oneOf(
      random,
      places(oneOf(random, ['Long', 'String', 'datetime', 'Bool'] as Type[])).filter(isWritten),
    );
    const value = path.reduce(read, CONTEXT);
    const test: Expr = chance(0.5)
      ? { '==': { left: value, right: value } }
      : { '!=': { left: value, right: expression('Long', depth - 1) } };
    return { '&&': { left: { has: { left: CONTEXT, attr: path } }, right: test } };
  };

  const comparison = (depth: number): Expr => {
    const operator = oneOf(random, ['<', '<=', '>', '>='] as const);
    if (chance(0.2)) {
      const name = oneOf(random, ['lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual']);
      const { left, right } = two('decimal', depth);
      return { [name]: [left, right] } as Expr;
    }
    return {
      [operator]: two(oneOf(random, ['Long', 'Long', 'datetime', 'duration'] as Type[]), depth),
    } as unknown as Expr;
  };

  const sets = (depth: number): Expr => {
    const element = oneOf(random, ELEMENTS);
    const set: Type = { set: element };
    if (chance(0.2)) return { isEmpty: { arg: expression(spoilt(set), depth - 1) } };
    if (chance(0.4)) return { contains: two(set, depth, element) };
    return { [oneOf(random, ['containsAll', 'containsAny'])]: two(set, depth) } as unknown as Expr;
  };

  const test = (depth: number): Expr => {
    const kinds: (() => Expr)[] = [
      () => ({ '&&': two('Bool', depth) }),
      () => ({ '||': two('Bool', depth) }),
      () => ({ '!': { arg: expression(spoilt('Bool'), depth - 1) } }),
      () => ({ [oneOf(random, ['==', '!='])]: two(oneOf(random, TYPES), depth) }) as unknown as Expr,
      () => comparison(depth),
      () => sets(depth),
      () => sets(depth),
      () => has(depth),
      () => guarded(depth),
      () => pattern(),
      () => precise(random),
      () => alike(random),
      () => membership(depth),
      () => choice('Bool', depth),
    ];
    return oneOf(random, kinds)();
  };

  const number = (depth: number): Expr => {
    const operator = oneOf(random, ['+', '-', '*', 'neg', 'since', 'if'] as const);
    if (operator === 'neg') return { neg: { arg: expression(spoilt('Long'), depth - 1) } };
    if (operator === 'if') return choice('Long', depth);
    if (operator !== 'since') return { [operator]: two('Long', depth) } as unknown as Expr;
    const unit = oneOf(random, ['toMilliseconds', 'toSeconds', 'toMinutes', 'toHours', 'toDays']);
    return { [unit]: [expression(spoilt('duration'), depth - 1)] } as Expr;
  };

  const called = (depth: number, name: string, ...given: Type[]) =>
    ({ [name]: given.map((type) => expression(spoilt(type), depth - 1)) }) as Expr;

  const expression = (type: Type, depth: number): Expr => {
    if (depth <= 0 || chance(0.25)) return chance(0.6) ? attribute(type) : literal(type);
    if (type === 'Bool') return test(depth);
    if (type === 'Long') return number(depth);
    if (type === 'datetime')
      return chance(0.5) ? called(depth, 'offset', 'datetime', 'duration') : called(depth, 'toDate', 'datetime');
    if (type === 'duration')
      return chance(0.5) ? called(depth, 'durationSince', 'datetime', 'datetime') : called(depth, 'toTime', 'datetime');
    return chance(0.2) ? choice(type, depth) : chance(0.5) ? attribute(type) : literal(type);
  };

  // As instruments write it: which flow a rule is about comes first.
  const ofFlow = (body: Expr): Expr => {
    const flow = read(CONTEXT, chance(0.8) ? 'flow' : oneOf(random, ['s', 'owner']));
    const named: Expr = chance(0.5)
      ? { '==': { left: flow, right: text(oneOf(random, FLOWS)) } }
      : { contains: { left: { Set: [text(oneOf(random, FLOWS)), text(oneOf(random, FLOWS))] }, right: flow } };
    return { '&&': { left: named, right: body } };
  };

  const clause = (first: boolean): Clause => {
    const body = chance(0.05) ? expression(oneOf(random, TYPES), 1) : test(3);
    return { kind: chance(0.6) ? 'when' : 'unless', body: first && chance(0.4) ? ofFlow(body) : body };
  };

  return {
    effect: chance(0.5) ? 'permit' : 'forbid',
    principal: randomScope(random, ['Person', 'Thing']),
    action: randomActions(random),
    resource: randomScope(random, ['Thing', 'Person']),
    conditions: Array.from({ length: Math.floor(random() * 3) }, (_, place) => clause(place === 0)),
  };
};
