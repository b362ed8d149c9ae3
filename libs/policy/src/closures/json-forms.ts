// The JSON form of Cedar's expressions: its literals, and what each form holds.
import type { CedarValueJson, Expr } from '@cedar-policy/cedar-wasm/nodejs';
import type { PatternPart } from './operators.ts';
import { EntityRef, type Value } from './value.ts';

/** A rule of a form that is not compiled: it is not taken into use. */
export class NotCompiled extends Error {}

const exactNumber = (number: number): number => {
  // The JSON form rounds what is larger.
  if (!Number.isSafeInteger(number)) throw new NotCompiled(`the number ${number}, which is not exact`);
  return number;
};

/** @throws NotCompiled where it is none that is known exactly */
export const literal = (json: CedarValueJson): Value => {
  if (typeof json === 'boolean' || typeof json === 'string') return json;
  if (typeof json === 'number') return exactNumber(json);
  const entity = typeof json === 'object' && json !== null && '__entity' in json ? json.__entity : undefined;
  const { type, id } = (entity ?? {}) as { type?: unknown; id?: unknown };
  if (typeof type !== 'string' || typeof id !== 'string') throw new NotCompiled('a literal');
  return new EntityRef(type, id);
};

export interface Sides {
  left: Expr;
  right: Expr;
}

export interface Choice {
  if: Expr;
  then: Expr;
  else: Expr;
}

export interface Named {
  left: Expr;
  attr: string | string[];
}

/** The attribute when an expression is one of the context itself; null for any other. */
export const belowContext = (json: Expr): string | null => {
  const read = (json as { '.'?: Named })['.'];
  return read && (read.left as { Var?: string }).Var === 'context' ? String(read.attr) : null;
};

export interface Kind {
  left: Expr;
  entity_type: string;
  in?: Expr;
}

export interface Likeness {
  left: Expr;
  pattern: PatternPart[];
}

/** What a table says of a name itself, never what it inherited. */
export const own = <T>(table: Record<string, T>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
