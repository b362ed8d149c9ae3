// One rule of Cedar as a closure: its scope, then its conditions, from left to right, as far as it takes to know.
import type { ActionConstraint, Clause, EntityUidJson, Expr, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { compileExpression, type Environment } from './expression.ts';
import { NotCompiled } from './json-forms.ts';
import { asBoolean, isIn, isOfType, type Ancestors } from './operators.ts';
import { EntityRef } from './value.ts';

type Test = (environment: Environment) => boolean;

export interface CompiledRule {
  effect: 'permit' | 'forbid';
  /** whether it speaks of an action */
  speaksOf: (action: EntityRef) => boolean;
  /** the flows it is about; null when it does not say so first of all */
  flows: readonly string[] | null;
  /**
   * Whether it holds for a question about an action it speaks of.
   * @throws EvaluationFault when it errs
   */
  holds: Test;
  /** whether principal and resource are those it is about; whether it holds, but for its conditions */
  inScope: Test;
  /** its conditions as they stand */
  clauses: readonly Clause[];
}

const entityOf = (json: EntityUidJson): EntityRef => {
  const { type, id } = '__entity' in json ? json.__entity : json;
  return new EntityRef(type, id);
};

type Constraint = PolicyJson['principal'] | PolicyJson['resource'];

/** A constraint on principal or resource; null where every one will do. */
const scope = (side: 'principal' | 'resource', constraint: Constraint, ancestors: Ancestors): Test | null => {
  const within = isIn(ancestors);
  if (constraint.op === 'All') return null;
  if (constraint.op === 'is') {
    const { entity_type: type, in: group } = constraint;
    if (!group) return (at) => isOfType(at[side], type);
    if ('slot' in group) throw new NotCompiled('a slot');
    const above = entityOf(group.entity);
    return (at) => isOfType(at[side], type) && within(at[side], above) === true;
  }
  if ('slot' in constraint) throw new NotCompiled('a slot');
  const entity = entityOf(constraint.entity);
  return constraint.op === '==' ? (at) => at[side].is(entity) : (at) => within(at[side], entity) === true;
};

const actions = (constraint: ActionConstraint, ancestors: Ancestors): ((action: EntityRef) => boolean) => {
  if (constraint.op === 'All') return () => true;
  const named = 'entities' in constraint ? constraint.entities : 'entity' in constraint ? [constraint.entity] : null;
  if (!named) throw new NotCompiled('a slot');
  const entities = named.map(entityOf);
  if (constraint.op === '==') return (action) => entities.some((entity) => action.is(entity));
  const within = isIn(ancestors);
  return (action) => within(action, entities) === true;
};

const condition = ({ kind, body }: Clause, ancestors: Ancestors): Test => {
  const run = compileExpression(body, ancestors);
  return kind === 'when' ? (at) => asBoolean(run(at)) : (at) => !asBoolean(run(at));
};

const sides = (json: Expr, form: string): { left: Expr; right: Expr } | undefined =>
  (json as Record<string, { left: Expr; right: Expr }>)[form];

const isFlow = (json: Expr): boolean => {
  const read = (json as { '.'?: { left: Expr; attr: string } })['.'];
  return read?.attr === 'flow' && (read.left as { Var?: string }).Var === 'context';
};

const textOf = (json: Expr): string[] | null => {
  const value = (json as { Value?: unknown }).Value;
  return typeof value === 'string' ? [value] : null;
};

const textsOf = (json: Expr): string[] | null => {
  const texts = (json as { Set?: Expr[] }).Set?.map(textOf);
  return texts && texts.every((text) => text !== null) ? texts.flat() : null;
};

/**
 * The flows a rule names before anything else: for any other flow its first part is false, and nothing after it is looked
 * at. Only where a question's flow is a text for certain (the schema says so) may that be used.
 */
const flowsOf = (first: Clause | undefined): string[] | null => {
  if (first?.kind !== 'when') return null;
  let json: Expr = first.body;
  for (let both = sides(json, '&&'); both; both = sides(json, '&&')) json = both.left;
  const [equal, contained] = [sides(json, '=='), sides(json, 'contains')];
  if (equal && isFlow(equal.left)) return textOf(equal.right);
  return contained && isFlow(contained.right) ? textsOf(contained.left) : null;
};

/**
 * Compiles a rule from its JSON form.
 * @throws NotCompiled naming what is not known
 */
export const compileRule = (json: PolicyJson, ancestors: Ancestors): CompiledRule => {
  const scopes = [scope('principal', json.principal, ancestors), scope('resource', json.resource, ancestors)].filter(
    (test) => test !== null,
  );
  const tests = [...scopes, ...json.conditions.map((clause) => condition(clause, ancestors))];
  return {
    effect: json.effect,
    speaksOf: actions(json.action, ancestors),
    flows: flowsOf(json.conditions[0]),
    inScope: (at) => scopes.every((test) => test(at)),
    clauses: json.conditions,
    holds: (at) => {
      for (const test of tests) if (!test(at)) return false;
      return true;
    },
  };
};
