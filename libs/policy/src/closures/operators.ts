// What each operator of Cedar does with its values. Those that may leave a side out (&&, ||, if) stand with the compiler.
import { add, multiply, negate, subtract } from './long.ts';
import {
  EntityRef,
  equals,
  erred,
  Extension,
  includes,
  includesAll,
  includesAny,
  isLong,
  isSet,
  type Long,
  type Value,
} from './value.ts';

/** Ancestors of an entity by its key: actions alone have any, since no entities come with a question. */
export type Ancestors = ReadonlyMap<string, ReadonlySet<string>>;

export const asBoolean = (value: Value): boolean => {
  if (typeof value !== 'boolean') throw erred;
  return value;
};

const asLong = (value: Value): Long => {
  if (!isLong(value)) throw erred;
  return value;
};

const asSet = (value: Value): readonly Value[] => {
  if (!isSet(value)) throw erred;
  return value;
};

const asEntity = (value: Value): EntityRef => {
  if (!(value instanceof EntityRef)) throw erred;
  return value;
};

const arithmetic =
  (work: (a: Long, b: Long) => Long) =>
  (left: Value, right: Value): Value =>
    work(asLong(left), asLong(right));

// Points in time and durations are compared like numbers; decimals have functions of their own.
const comparable = (value: Value, other: Value): Long => {
  if (isLong(value) && isLong(other)) return value;
  if (!(value instanceof Extension && other instanceof Extension) || value.name === 'decimal') throw erred;
  return value.as(other.name);
};

const comparing =
  (holds: (a: Long, b: Long) => boolean) =>
  (left: Value, right: Value): Value =>
    holds(comparable(left, right), comparable(right, left));

export type Binary = (left: Value, right: Value) => Value;

export const BINARY: Record<string, Binary> = {
  '==': equals,
  '!=': (left, right) => !equals(left, right),
  '<': comparing((a, b) => a < b),
  '<=': comparing((a, b) => a <= b),
  '>': comparing((a, b) => a > b),
  '>=': comparing((a, b) => a >= b),
  '+': arithmetic(add),
  '-': arithmetic(subtract),
  '*': arithmetic(multiply),
  contains: (set, element) => includes(asSet(set), element),
  containsAll: (set, others) => includesAll(asSet(set), asSet(others)),
  containsAny: (set, others) => includesAny(asSet(set), asSet(others)),
};

export const UNARY: Record<string, (value: Value) => Value> = {
  '!': (value) => !asBoolean(value),
  neg: (value) => negate(asLong(value)),
  isEmpty: (value) => asSet(value).length === 0,
};

/** Whether an entity is one of these or stands below one of them. */
export const isIn =
  (ancestors: Ancestors): Binary =>
  (left, right) => {
    const entity = asEntity(left);
    const groups = isSet(right) ? right.map(asEntity) : [asEntity(right)];
    const above = ancestors.get(entity.key);
    return groups.some((group) => entity.is(group) || above?.has(group.key) === true);
  };

export const isOfType = (value: Value, type: string): boolean => asEntity(value).isOf(type);

/** No entity has attributes here: it has none to find, and asking for one errs. */
export const hasAttribute = (value: Value, name: string): boolean => {
  if (typeof value !== 'object' || isSet(value)) throw erred;
  if (Object.hasOwn(value, name)) return true;
  if (value instanceof Extension) throw erred;
  return false;
};

export const attribute = (value: Value, name: string): Value => {
  if (!hasAttribute(value, name)) throw erred;
  return (value as Readonly<Record<string, Value>>)[name] as Value;
};

export type PatternPart = 'Wildcard' | { Literal: string };

/** A test whether a text is like a pattern: its pieces in their order, anything between them where a wildcard stands. */
export const likeness = (pattern: readonly PatternPart[]): ((value: Value) => boolean) => {
  const pieces = [''];
  for (const part of pattern)
    if (part === 'Wildcard') pieces.push('');
    else pieces[pieces.length - 1] += part.Literal;
  const [first = '', ...others] = pieces;
  const last = others.pop();
  return (value) => {
    if (typeof value !== 'string') throw erred;
    if (last === undefined) return value === first;
    const end = value.length - last.length;
    if (end < first.length || !value.startsWith(first) || !value.endsWith(last)) return false;
    let at = first.length;
    for (const piece of others) {
      const found = value.indexOf(piece, at);
      if (found < 0 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
};
