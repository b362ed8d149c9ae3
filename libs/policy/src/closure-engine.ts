// Rules asked of the closures that were compiled from the same text.
import { EvaluationFault, programOf, Unfit, type Program, type Request, type Verdict } from './closures/index.ts';
import { PolicyFault, questionSchema } from './loaded-rule.ts';
import type { Part, RuleSet } from './rule-set.ts';

const programs = new WeakMap<RuleSet['parts'][Part], Program>();

const prepared = (rules: RuleSet['parts'][Part]): Program => {
  const known = programs.get(rules);
  if (known) return known;
  const compiled = new Map(Object.entries(rules).map(([id, rule]) => [id, rule.compiled]));
  const program = programOf(compiled, questionSchema());
  programs.set(rules, program);
  return program;
};

/**
 * The closures' answer.
 * @throws PolicyFault when the question does not fit the schema
 */
export const askClosures = (set: RuleSet, part: Part, request: Request): Verdict => {
  try {
    return prepared(set.parts[part]).answer(request);
  } catch (fault) {
    if (fault instanceof Unfit || fault instanceof EvaluationFault)
      throw new PolicyFault(`a question that does not fit: ${fault.message}`);
    throw fault;
  }
};
