// Cedar's expressions asked of a row that is not read yet: what the question says is worked out, what the row says becomes a test
// of its columns, and what is neither is unknown. Promise: where the rule, asked of the row, gives a truth value, the formula gives
// the same or is unknown; where the rule errs the formula may say anything, since an error is a refusal.
import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import { compileExpression, type Environment, type Evaluate } from '../closures/expression.ts';
import { own, type Choice, type Named, type Sides } from '../closures/json-forms.ts';
import { BINARY, type Ancestors } from '../closures/operators.ts';
import { EvaluationFault, type Value } from '../closures/value.ts';
import { COLUMNS, type Column } from './columns.ts';
import { comparison, isEmpty, membership, sameness } from './column-tests.ts';
import { all, any, atom, not, type Formula } from './formula.ts';

/** What is known: the question, all of it but what only the row says. */
export interface Known {
  environment: Environment;
  /** whether it is asked about a subject */
  aboutSubject: boolean;
  /** attributes of the item that are the same for all rows asked about */
  item: ReadonlyMap<string, Value>;
}

export type Residue =
  { known: Value } | { column: Column } | { record: 'item' | 'subject' } | { formula: Formula } | null;

export type Ask = (known: Known) => Residue;

/** A truth value from what is left of an expression. */
export const asFormula = (partial: Residue): Formula => {
  if (partial === null || 'record' in partial) return 'unknown';
  if ('formula' in partial) return partial.formula;
  if ('known' in partial) return typeof partial.known === 'boolean' ? partial.known : 'unknown';
  const { of, attribute, type } = partial.column;
  return type === 'yes-or-no' ? atom(of, attribute, 'true') : 'unknown';
};

const isContext = (json: Expr): boolean => (json as { Var?: string }).Var === 'context';

const ofRow = (attribute: unknown): attribute is 'item' | 'subject' => attribute === 'item' || attribute === 'subject';

/** Whether a row has a say in an expression: it names the item or a subject, or takes the context as a whole. */
const touchesRow = (json: unknown): boolean => {
  if (typeof json !== 'object' || json === null) return false;
  if (Array.isArray(json)) return json.some(touchesRow);
  const [[form, given] = ['', null]] = Object.entries(json) as [string, unknown][];
  if (form === 'Value') return false;
  const { left, attr } = (given ?? {}) as Named;
  if ((form === '.' || form === 'has') && isContext(left)) return ofRow([attr].flat()[0]);
  return isContext(json as Expr) || Object.values(json).some(touchesRow);
};

const whole =
  (run: Evaluate): Ask =>
  ({ environment }) => {
    try {
      return { known: run(environment) };
    } catch (fault) {
      if (!(fault instanceof EvaluationFault)) throw fault;
      return null;
    }
  };

const worked = (work: () => Value): Residue => {
  try {
    return { known: work() };
  } catch (fault) {
    if (!(fault instanceof EvaluationFault)) throw fault;
    return null;
  }
};

const attributeOf = (of: Residue, name: string, { item }: Known): Residue => {
  if (of === null || !('record' in of)) return null;
  const known = of.record === 'item' ? item.get(name) : undefined;
  if (known !== undefined) return { known };
  const column = COLUMNS[of.record].get(name);
  return column ? { column } : null;
};

const presence = (of: Residue, name: string, { item }: Known): Residue => {
  if (of === null || !('record' in of)) return null;
  if (of.record === 'item' && item.has(name)) return { known: true };
  const column = COLUMNS[of.record].get(name);
  if (!column) return null;
  return column.optional ? { formula: atom(column.of, name, 'has') } : { known: true };
};

const onTwo: Record<string, (left: Residue, right: Residue) => Formula> = {
  '==': sameness,
  '!=': (left, right) => not(sameness(left, right)),
  contains: membership('contains'),
  containsAll: membership('containsAll'),
  containsAny: membership('containsAny'),
  '<': comparison('<'),
  '<=': comparison('<='),
  '>': comparison('>'),
  '>=': comparison('>='),
};

/**
 * Compiles an expression to be asked of rows.
 * @throws NotCompiled naming a form that is not known
 */
export const compilePartial = (json: Expr, ancestors: Ancestors): Ask => {
  const compile = (inner: Expr): Ask => compilePartial(inner, ancestors);
  if (!touchesRow(json)) return whole(compileExpression(json, ancestors));
  const [form, given] = Object.entries(json)[0] as [string, unknown];

  const forms: Record<string, () => Ask> = {
    '&&': () => both(all, false),
    '||': () => both(any, true),
    '!': () => {
      const of = compile((given as { arg: Expr }).arg);
      return (known) => ({ formula: not(asFormula(of(known))) });
    },
    isEmpty: () => {
      const of = compile((given as { arg: Expr }).arg);
      return (known) => ({ formula: isEmpty(of(known)) });
    },
    'if-then-else': () => {
      const { if: test, then, else: otherwise } = given as Choice;
      const [t, a, b] = [compile(test), compile(then), compile(otherwise)];
      return (known) => {
        const holds = asFormula(t(known));
        if (typeof holds === 'boolean') return holds ? a(known) : b(known);
        return {
          formula: any([all([holds, asFormula(a(known))]), all([not(holds), asFormula(b(known))])]),
        };
      };
    },
    '.': () => {
      const { left, attr } = given as Named;
      if (isContext(left)) return () => (ofRow(attr) ? { record: attr } : null);
      const of = compile(left);
      return (known) => attributeOf(of(known), String(attr), known);
    },
    has: () => {
      const { left, attr } = given as Named;
      const path = [attr].flat();
      if (path.length > 1) return () => null;
      if (isContext(left)) return ({ aboutSubject }) => ({ known: path[0] === 'item' || aboutSubject });
      const of = compile(left);
      return (known) => presence(of(known), String(path[0]), known);
    },
  };

  const both = (put: typeof all, decided: boolean): Ask => {
    const { left, right } = given as Sides;
    const [l, r] = [compile(left), compile(right)];
    return (known) => {
      const first = asFormula(l(known));
      return { formula: first === decided ? first : put([first, asFormula(r(known))]) };
    };
  };

  const two = (test: (left: Residue, right: Residue) => Formula): Ask => {
    const { left, right } = given as Sides;
    const [l, r] = [compile(left), compile(right)];
    const operator = own(BINARY, form);
    return (known) => {
      const [a, b] = [l(known), r(known)];
      if (operator && a && b && 'known' in a && 'known' in b) return worked(() => operator(a.known, b.known));
      return { formula: test(a, b) };
    };
  };

  const made = own(forms, form);
  if (made) return made();
  const test = own(onTwo, form);
  return test ? two(test) : () => null;
};
