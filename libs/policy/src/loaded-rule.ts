// One rule as both engines take it. Promise: the text of record and its closure are made of each other, or there is no rule.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { policySchema } from '@gatehouse/contracts';
import {
  compileRule,
  NotCompiled,
  readSchema,
  schemaForm,
  type CompiledRule,
  type Schema,
  type SchemaForm,
} from './closures/index.ts';

/** A rule set, a question or an answer that is not as it must be. Always a refusal. */
export class PolicyFault extends Error {}

/** A rule as each engine takes it: the text of record, and the closure made of it. */
export interface LoadedRule {
  text: string;
  compiled: CompiledRule;
}

/** What Cedar says is wrong, in a line. */
export const messages = (errors: { message: string }[]): string => errors.map(({ message }) => message).join('; ');

let schema: { form: SchemaForm; read: Schema } | undefined;

const schemaOf = (form: SchemaForm) => ({ form, read: readSchema(form) });

/** What may be asked, as the closures read it. @throws NotCompiled when the schema has what they do not know */
export const questionSchema = (): Schema => (schema ??= schemaOf(schemaForm(policySchema()))).read;

/** The schema's form, where this process has it. */
export const knownSchemaForm = (): SchemaForm | undefined => schema?.form;

/** Takes the schema's form as Cedar gave it before, so that it need not again. @throws NotCompiled as `questionSchema` */
export const takeSchemaForm = (form: SchemaForm): void => {
  schema ??= schemaOf(form);
};

/** The JSON form of a rule. @throws PolicyFault when it is no Cedar */
export const jsonOf = (policy: string): cedar.PolicyJson => {
  const answer = cedar.policyToJson(policy);
  if (answer.type === 'failure') throw new PolicyFault(`not Cedar: ${messages(answer.errors)}`);
  return answer.json;
};

/** @throws PolicyFault naming the rule that has what is not compiled */
export const compiled = (id: string, text: string, json: cedar.PolicyJson): LoadedRule => {
  try {
    return { text, compiled: compileRule(json, questionSchema().ancestors) };
  } catch (fault) {
    if (fault instanceof NotCompiled) throw new PolicyFault(`rule ${id} has ${fault.message}`);
    throw fault;
  }
};

/**
 * One rule by itself, not validated: for whoever puts a set together by hand.
 * @throws PolicyFault when it is no Cedar or has what is not compiled
 */
export const loadRule = (text: string): LoadedRule => compiled('by itself', text, jsonOf(text));
