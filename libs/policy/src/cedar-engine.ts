// Rules asked of cedar-wasm, from their text. Promise: an answer is Cedar's own to a question that fits the schema; anything
// else is thrown. Cedar skips a forbid that errs and may then allow, so what erred stands beside every answer.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { policySchema } from '@gatehouse/contracts';
import type { Request, Verdict } from './closures/index.ts';
import { PolicyFault, type Part, type RuleSet } from './rule-set.ts';

const SCHEMA = 'gatehouse';
// Cedar keeps a preparsed set for ever under its name, so names are reused: the least recently asked set gives way.
const SLOTS = 400;
const free = Array.from({ length: SLOTS }, (_, index) => `rules-${index}`);
const held = new Map<string, string>();
let schemaReady = false;

const refuse = (errors: { message: string }[]): never => {
  throw new PolicyFault(errors.map(({ message }) => message).join('; '));
};

const prepareSchema = (): void => {
  if (schemaReady) return;
  const answer = cedar.preparseSchema(SCHEMA, policySchema());
  if (answer.type === 'failure') refuse(answer.errors);
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
  const texts = Object.fromEntries(Object.entries(set.parts[part]).map(([id, { text }]) => [id, text]));
  const answer = cedar.preparsePolicySet(name, { staticPolicies: texts });
  if (answer.type === 'failure') {
    free.push(name);
    return refuse(answer.errors);
  }
  held.set(key, name);
  return name;
};

/**
 * Cedar's answer.
 * @throws PolicyFault when the question does not fit the schema, and on any warning
 */
export const askCedar = (set: RuleSet, part: Part, request: Request): Verdict => {
  prepareSchema();
  const answer = cedar.statefulIsAuthorized({
    ...request,
    context: request.context as cedar.Context,
    preparsedSchemaName: SCHEMA,
    validateRequest: true,
    preparsedPolicySetId: slotOf(set, part),
    entities: [],
  });
  if (answer.type === 'failure') return refuse(answer.errors);
  if (answer.warnings.length > 0) return refuse(answer.warnings);
  const { decision, diagnostics } = answer.response;
  return {
    allowed: decision === 'allow',
    rules: diagnostics.reason,
    erring: diagnostics.errors.map(({ policyId }) => policyId),
  };
};
