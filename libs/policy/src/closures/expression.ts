// Cedar's expressions, from their JSON form, as closures. Promise: what they give and when they err is what Cedar's own
// evaluator gives and when it errs; a form that is not known here is refused when it is compiled, by name.
import type { CedarValueJson, Expr } from '@cedar-policy/cedar-wasm/nodejs';
import { FUNCTIONS } from './extension.ts';
import {
  belowContext,
  literal,
  NotCompiled,
  own,
  type Choice,
  type Kind,
  type Likeness,
  type Named,
  type Sides,
} from './json-forms.ts';
import {
  asBoolean,
  attribute,
  BINARY,
  hasAttribute,
  isIn,
  isOfType,
  likeness,
  UNARY,
  type Ancestors,
} from './operators.ts';
import { EntityRef, EvaluationFault, type RecordValue, type Value } from './value.ts';

/** A question as closures see it. */
export interface Environment {
  principal: EntityRef;
  action: EntityRef;
  resource: EntityRef;
  context: RecordValue;
}

export type Evaluate = (environment: Environment) => Value;

interface Compiled {
  run: Evaluate;
  /** it says the same of every question */
  constant: boolean;
}

const NO_QUESTION = {} as Environment;

// What is the same for every question is worked out once, and so is that it errs.
const folded = (run: Evaluate, parts: readonly Compiled[]): Compiled => {
  if (!parts.every(({ constant }) => constant)) return { run, constant: false };
  try {
    const value = run(NO_QUESTION);
    return { run: () => value, constant: true };
  } catch (fault) {
    if (!(fault instanceof EvaluationFault)) throw fault;
    return { run, constant: true };
  }
};

/**
 * Compiles an expression.
 * @param ancestors which groups the actions belong to
 * @throws NotCompiled naming the form that is not known
 */
export const compileExpression = (expression: Expr, ancestors: Ancestors): Evaluate => {
  const within = isIn(ancestors);

  const binary = ({ left, right }: Sides, work: (l: Value, r: Value) => Value): Compiled => {
    const [l, r] = [compile(left), compile(right)];
    return folded((at) => work(l.run(at), r.run(at)), [l, r]);
  };

  const unary = (arg: Expr, work: (value: Value) => Value): Compiled => {
    const of = compile(arg);
    return folded((at) => work(of.run(at)), [of]);
  };

  // Two attributes of the context, one below the other, is what rules ask for most.
  const attributeOf = ({ left, attr }: Named): Compiled => {
    const [name, above] = [String(attr), belowContext(left)];
    if (above === null) return unary(left, (value) => attribute(value, name));
    const run: Evaluate = ({ context }) => attribute(attribute(context, above), name);
    return { run, constant: false };
  };

  const has = (left: Expr, path: readonly string[]): Compiled => {
    const of = compile(left);
    const last = path.at(-1) ?? '';
    const before = path.slice(0, -1);
    return folded(
      (at) => {
        let value = of.run(at);
        for (const name of before) {
          if (!hasAttribute(value, name)) return false;
          value = attribute(value, name);
        }
        return hasAttribute(value, last);
      },
      [of],
    );
  };

  const choice = (body: Choice): Compiled => {
    const [test, then, otherwise] = [compile(body.if), compile(body.then), compile(body.else)];
    return folded((at) => (asBoolean(test.run(at)) ? then.run(at) : otherwise.run(at)), [test, then, otherwise]);
  };

  const both = ({ left, right }: Sides): Compiled => {
    const [l, r] = [compile(left), compile(right)];
    return folded((at) => asBoolean(l.run(at)) && asBoolean(r.run(at)), [l, r]);
  };

  const either = ({ left, right }: Sides): Compiled => {
    const [l, r] = [compile(left), compile(right)];
    return folded((at) => asBoolean(l.run(at)) || asBoolean(r.run(at)), [l, r]);
  };

  const isA = ({ left, entity_type: type, in: group }: Kind): Compiled => {
    const of = compile(left);
    if (!group) return folded((at) => isOfType(of.run(at), type), [of]);
    const inside = compile(group);
    return folded((at) => isOfType(of.run(at), type) && within(of.run(at), inside.run(at)), [of, inside]);
  };

  const record = (attributes: Record<string, Expr>): Compiled => {
    const parts = Object.entries(attributes).map(([name, part]) => [name, compile(part)] as const);
    return folded(
      (at) =>
        Object.assign(
          Object.create(null) as RecordValue,
          Object.fromEntries(parts.map(([name, part]) => [name, part.run(at)])),
        ),
      parts.map(([, part]) => part),
    );
  };

  const set = (elements: readonly Expr[]): Compiled => {
    const parts = elements.map(compile);
    return folded((at) => parts.map(({ run }) => run(at)), parts);
  };

  const called = (name: string, given: readonly Expr[]): Compiled => {
    const [takes, work] = own(FUNCTIONS, name) ?? [];
    if (!work || takes !== given.length) throw new NotCompiled(`the function ${name} of ${given.length}`);
    const parts = given.map(compile);
    const [a, b] = parts;
    return folded((at) => work(a?.run(at), b?.run(at)), parts);
  };

  const forms: Record<string, (given: unknown) => Compiled> = {
    Value: (given) => constantOf(literal(given as CedarValueJson)),
    Var: (given) => variable(given as string),
    '&&': (given) => both(given as Sides),
    '||': (given) => either(given as Sides),
    'if-then-else': (given) => choice(given as Choice),
    '.': (given) => attributeOf(given as Named),
    has: (given) => has((given as Named).left, [(given as Named).attr].flat()),
    in: (given) => binary(given as Sides, within),
    is: (given) => isA(given as Kind),
    like: (given) => unary((given as Likeness).left, likeness((given as Likeness).pattern)),
    Set: (given) => set(given as Expr[]),
    Record: (given) => record(given as Record<string, Expr>),
  };

  const compile = (json: Expr): Compiled => {
    const [form, given] = Object.entries(json)[0] as [string, unknown];
    const known = own(forms, form);
    if (known) return known(given);
    const [onTwo, onOne] = [own(BINARY, form), own(UNARY, form)];
    if (onTwo) return binary(given as Sides, onTwo);
    if (onOne) return unary((given as { arg: Expr }).arg, onOne);
    if (Array.isArray(given)) return called(form, given as Expr[]);
    throw new NotCompiled(`the form ${form}`);
  };

  return compile(expression).run;
};

const constantOf = (value: Value): Compiled => ({ run: () => value, constant: true });

const VARIABLES: Record<string, Evaluate> = {
  principal: ({ principal }) => principal,
  action: ({ action }) => action,
  resource: ({ resource }) => resource,
  context: ({ context }) => context,
};

const variable = (name: string): Compiled => {
  const run = own(VARIABLES, name);
  if (!run) throw new NotCompiled(`the variable ${name}`);
  return { run, constant: false };
};
