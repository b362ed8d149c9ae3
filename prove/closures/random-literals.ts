// Random literals, and comparisons of literals that lie near each other.
import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import { oneOf } from '../faults/seeded.ts';
import {
  DATETIMES,
  DECIMALS,
  DURATIONS,
  LONGS,
  NO_DATETIMES,
  NO_DECIMALS,
  NO_DURATIONS,
  PEOPLE,
  TEXTS,
} from './schema.ts';

type Random = () => number;

export const text = (value: string | number | boolean): Expr => ({ Value: value });
export const entity = (type: string, id: string) => ({ __entity: { type: `T::${type}`, id } });

const extension = (random: Random, name: string, good: string[], bad: string[]): Expr =>
  ({ [name]: [text(oneOf(random, random() < 0.05 ? bad : good))] }) as Expr;

/** A literal of a type; null where the type is a record. */
export const randomLiteral = (random: Random, type: string): Expr | null => {
  switch (type) {
    case 'Bool':
      return text(random() < 0.5);
    case 'Long':
      return text(oneOf(random, LONGS));
    case 'String':
      return text(oneOf(random, TEXTS));
    case 'datetime':
      return extension(random, 'datetime', DATETIMES, NO_DATETIMES);
    case 'duration':
      return extension(random, 'duration', DURATIONS, NO_DURATIONS);
    case 'decimal':
      return extension(random, 'decimal', DECIMALS, NO_DECIMALS);
    case 'Person':
      return random() < 0.3 ? { Var: 'principal' } : { Value: entity('Person', oneOf(random, PEOPLE)) };
    default:
      return null;
  }
};

const near = (random: Random, type: string): Expr => randomLiteral(random, type) ?? text(true);

/** Of values near each other, so that a little too much or too little shows. */
export const precise = (random: Random): Expr => {
  const type = oneOf(random, ['datetime', 'datetime', 'duration', 'decimal'] as const);
  const [one, other] = [near(random, type), near(random, type)];
  if (type === 'decimal')
    return random() < 0.5 ? { '==': { left: one, right: other } } : ({ lessThan: [one, other] } as Expr);
  const [left, right] = [random() < 0.5 && type === 'datetime' ? ({ toDate: [one] } as Expr) : one, other];
  return { [oneOf(random, ['==', '<', '<='])]: { left, right } } as unknown as Expr;
};

/** Sets of few elements, some twice: alike or not whatever their order. */
export const alike = (random: Random): Expr => {
  const set = (): Expr => ({
    Set: Array.from({ length: 1 + Math.floor(random() * 3) }, () => text(oneOf(random, [1, 2]))),
  });
  return { '==': { left: set(), right: set() } };
};
