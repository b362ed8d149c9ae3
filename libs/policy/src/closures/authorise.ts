// The answer of a set of rules, as Cedar gives it: a forbid that holds outweighs every permit, and without either it is no.
// Rules that err are named beside the answer; whoever asks must not read it as one.
import type { Environment } from './expression.ts';
import { Unfit } from './read-context.ts';
import type { CompiledRule } from './rule.ts';
import type { ActionShape, Schema } from './schema.ts';
import { entityKey, EntityRef, EvaluationFault } from './value.ts';

export interface Verdict {
  allowed: boolean;
  /** ids of the rules that decided: the forbids that hold, or else the permits */
  rules: string[];
  /** ids of the rules that erred */
  erring: string[];
}

/** Who does what to what, as Cedar is asked. */
export interface Request {
  principal: { type: string; id: string };
  action: { type: string; id: string };
  resource: { type: string; id: string };
  context: unknown;
}

interface NamedRule {
  id: string;
  rule: CompiledRule;
}

export interface Program {
  /** @throws Unfit or EvaluationFault when the question does not fit the schema */
  answer: (request: Request) => Verdict;
}

const decide = (rules: readonly NamedRule[], at: Environment): Verdict => {
  const holding: Record<CompiledRule['effect'], string[]> = { permit: [], forbid: [] };
  const erring: string[] = [];
  for (const { id, rule } of rules)
    try {
      if (rule.holds(at)) holding[rule.effect].push(id);
    } catch (fault) {
      if (!(fault instanceof EvaluationFault)) throw fault;
      erring.push(id);
    }
  const allowed = holding.permit.length > 0 && holding.forbid.length === 0;
  return { allowed, rules: allowed ? holding.permit : holding.forbid, erring };
};

const readRequest = (request: Request, shape: ActionShape): Environment => {
  const { principal, resource, context } = request;
  if (!shape.principals.has(principal.type) || !shape.resources.has(resource.type))
    throw new Unfit('the action is of others');
  if (![principal.id, resource.id].every((id) => typeof id === 'string' && id.isWellFormed())) throw new Unfit('no id');
  return {
    principal: new EntityRef(principal.type, principal.id),
    action: shape.action,
    resource: new EntityRef(resource.type, resource.id),
    context: shape.readContext(context),
  };
};

/** Those of the rules that can hold or err for an action and a flow, in their order. */
const candidates = (rules: readonly NamedRule[], { action, hasFlow }: ActionShape) => {
  const speaking = rules.filter(({ rule }) => rule.speaksOf(action));
  if (!hasFlow) return () => speaking;
  const named = new Set(speaking.flatMap(({ rule }) => rule.flows ?? []));
  const ofAnyFlow = speaking.filter(({ rule }) => rule.flows === null);
  const byFlow = new Map(
    [...named].map((flow) => [flow, speaking.filter(({ rule }) => rule.flows?.includes(flow) ?? true)]),
  );
  return (flow: unknown): NamedRule[] => byFlow.get(flow as string) ?? ofAnyFlow;
};

/** A set of rules ready to be asked, each under its id. */
export const programOf = (rules: ReadonlyMap<string, CompiledRule>, { actions }: Schema): Program => {
  const listed = [...rules].map(([id, rule]) => ({ id, rule }));
  const byAction = new Map<ActionShape, ReturnType<typeof candidates>>();
  return {
    answer: (request) => {
      const shape = actions.get(entityKey(request.action.type, request.action.id));
      if (!shape) throw new Unfit('an action nobody knows');
      const at = readRequest(request, shape);
      const asked = byAction.get(shape) ?? candidates(listed, shape);
      byAction.set(shape, asked);
      return decide(asked(at.context['flow']), at);
    },
  };
};
