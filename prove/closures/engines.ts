// The same rules and the same question for two engines: Cedar's own and the closures.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import type * as Closures from '@gatehouse/policy/closures';
import type { Request, Verdict } from '@gatehouse/policy/closures';

/** What is compiled with: the module as it is, or one with a fault planted. */
export type Compiler = typeof Closures;

/** An answer in one form; null when there is none, since the question does not fit. */
export type Answered = string | null;

export type Ask = (request: Request) => Answered;

const spoken = ({ allowed, rules, erring }: Verdict): string =>
  JSON.stringify({ allowed, rules: rules.toSorted(), erring: erring.toSorted() });

const messages = (errors: { message: string }[]): string => errors.map(({ message }) => message).join('; ');

/** Cedar's own engine. Its places for rules are used again and again: it never gives one back. */
export const cedarOf = (schema: string, place: string) => {
  const known = cedar.preparseSchema(`${place} schema`, schema);
  if (known.type === 'failure') throw new Error(messages(known.errors));
  return (rules: Record<string, string>): Ask => {
    const taken = cedar.preparsePolicySet(place, { staticPolicies: rules });
    if (taken.type === 'failure') throw new Error(messages(taken.errors));
    return (request) => {
      const answer = asked(place, request);
      if (answer?.type !== 'success') return null;
      const { decision, diagnostics } = answer.response;
      const erring = diagnostics.errors.map(({ policyId }) => policyId);
      return spoken({ allowed: decision === 'allow', rules: diagnostics.reason, erring });
    };
  };
};

const asked = (place: string, request: Request): cedar.AuthorizationAnswer | null => {
  try {
    return cedar.statefulIsAuthorized({
      ...request,
      context: request.context as cedar.Context,
      preparsedSchemaName: `${place} schema`,
      validateRequest: true,
      preparsedPolicySetId: place,
      entities: [],
    });
  } catch {
    return null; // what is no text cannot be put to it at all
  }
};

/** A rule as both take it: the text, and the JSON that is made of the text. */
export const textOf = (rule: cedar.PolicyJson): string => {
  const answer = cedar.policyToText(rule);
  if (answer.type === 'failure') throw new Error(messages(answer.errors));
  return answer.text;
};

const jsonOf = (text: string): cedar.PolicyJson => {
  const answer = cedar.policyToJson(text);
  if (answer.type === 'failure') throw new Error(messages(answer.errors));
  return answer.json;
};

/** The closures, made by this compiler. @throws NotCompiled of that compiler */
export const closuresOf = (compiler: Compiler, schema: string) => {
  const shape = compiler.readSchema(compiler.schemaForm(schema));
  return (rules: Record<string, string>): Ask => {
    const compiled = Object.entries(rules).map(
      ([id, text]) => [id, compiler.compileRule(jsonOf(text), shape.ancestors)] as const,
    );
    const program = compiler.programOf(new Map(compiled), shape);
    return (request) => {
      try {
        return spoken(program.answer(request));
      } catch (fault) {
        if (fault instanceof compiler.Unfit || fault instanceof compiler.EvaluationFault) return null;
        throw fault;
      }
    };
  };
};
