// One question to Cedar. Promise: an answer is given only when Cedar gave one without a single error or warning on a
// question that fits the schema; anything else is thrown, and whoever decides turns it into a refusal. Cedar skips a
// forbid that errs and may then allow: that is why an error is never read as an answer.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { policySchema } from '@gatehouse/contracts';
import { partOf, PolicyFault, type Part, type Rule, type RuleSet } from './rule-set.ts';

const SCHEMA = 'gatehouse';
// Cedar keeps a preparsed set for ever under its name, so names are reused: the least recently asked set gives way.
const SLOTS = 400;
const free = Array.from({ length: SLOTS }, (_, index) => `rules-${index}`);
const held = new Map<string, string>();
let schemaReady = false;

const prepareSchema = (): void => {
  if (schemaReady) return;
  const answer = cedar.preparseSchema(SCHEMA, policySchema());
  if (answer.type === 'failure') throw new PolicyFault(answer.errors.map(({ message }) => message).join('; '));
  schemaReady = true;
};

/** The name under which Cedar holds exactly these rules. */
const slotOf = (set: RuleSet, part: Part): string => {
  const key = `${set.key}/${part}`;
  const slot = held.get(key);
  if (slot !== undefined) {
    held.delete(key);
    held.set(key, slot);
    return slot;
  }
  const oldest = free.length > 0 ? undefined : held.entries().next().value;
  if (oldest) {
    held.delete(oldest[0]);
    free.push(oldest[1]);
  }
  const name = free.pop() ?? '';
  const answer = cedar.preparsePolicySet(name, { staticPolicies: set.parts[part] });
  if (answer.type === 'failure') {
    free.push(name);
    throw new PolicyFault(answer.errors.map(({ message }) => message).join('; '));
  }
  held.set(key, name);
  return name;
};

export type CedarRecord = Record<string, cedar.CedarValueJson>;

export interface CedarQuestion {
  /** Party. */
  principal: string;
  action: string;
  resource: { type: 'Product' | 'Service'; id: string };
  context: CedarRecord;
}

export interface CedarAnswer {
  allowed: boolean;
  /** The rules that decided: the satisfied forbids, or else the satisfied permits. */
  rules: Rule[];
}

const rulesOf = (set: RuleSet, ids: string[]): Rule[] =>
  ids.map((id) => {
    const rule = set.rules.get(id);
    if (!rule) throw new PolicyFault(`an answer names rule ${id}, which is not in the set`);
    return rule;
  });

const askCedar = (set: RuleSet, question: CedarQuestion): CedarAnswer => {
  prepareSchema();
  const answer = cedar.statefulIsAuthorized({
    principal: { type: 'Gatehouse::Party', id: question.principal },
    action: { type: 'Gatehouse::Action', id: question.action },
    resource: { type: `Gatehouse::${question.resource.type}`, id: question.resource.id },
    context: question.context,
    preparsedSchemaName: SCHEMA,
    validateRequest: true,
    preparsedPolicySetId: slotOf(set, partOf(question.action)),
    entities: [],
  });
  if (answer.type === 'failure') throw new PolicyFault(answer.errors.map(({ message }) => message).join('; '));
  const { decision, diagnostics } = answer.response;
  if (answer.warnings.length > 0 || diagnostics.errors.length > 0)
    throw new PolicyFault(`rules erred: ${diagnostics.errors.map(({ policyId }) => policyId).join(', ')}`);
  const rules = rulesOf(set, diagnostics.reason);
  const allowed = decision === 'allow';
  if (rules.length === 0 || rules.some(({ effect }) => effect !== (allowed ? 'permit' : 'forbid')))
    throw new PolicyFault('no rule speaks');
  return { allowed, rules };
};

// An answer depends on nothing but the rules and the question. Those about a field, the whole and what follows name no
// item and no person it is about, so they come again and again; the one about item and person hardly ever does.
const KEPT = 5000;
const kept = new Map<string, CedarAnswer>();

/**
 * Asks one question; one that was answered lately is not put to Cedar again.
 * @throws PolicyFault on any error, warning or unexpected diagnostic, and when no rule speaks at all.
 */
export const ask = (set: RuleSet, question: CedarQuestion): CedarAnswer => {
  if (partOf(question.action) === 'ask') return askCedar(set, question);
  const key = `${set.key} ${JSON.stringify(question)}`;
  const known = kept.get(key);
  if (known) return known;
  const answer = askCedar(set, question);
  const oldest = kept.size < KEPT ? undefined : kept.keys().next().value;
  if (oldest !== undefined) kept.delete(oldest);
  kept.set(key, answer);
  return answer;
};
