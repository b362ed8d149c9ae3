// The rules one by one, each with the clause it stands for, the actions it speaks of and what follows from it.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { CompiledFlow, CompiledInstrument } from '@gatehouse/agreements';
import {
  compileRule,
  readSchema,
  schemaForm,
  type ActionShape,
  type CompiledRule,
  type Schema,
} from '@gatehouse/policy/closures';
import type { Contracts } from './contracts-at-hand.ts';

export interface ContractRule {
  /** One of its kind among all texts: where it stands, and its id. */
  key: string;
  id: string;
  /** As the rule says itself. */
  clause: string;
  /** The instrument, or which rules of the common ones: for people. */
  of: string;
  text: string;
  effect: 'permit' | 'forbid';
  /** What it does beside holding: reason, obligations, marks. Of two rules with the same, one is enough. */
  follows: Record<string, string>;
  /** Ids of the actions it speaks of, in the order of the schema. */
  actions: string[];
  /** The flow it is about; null when it is about every one, or about the whole instrument. */
  flow: CompiledFlow | null;
  instrument: CompiledInstrument | null;
  /** The rule as the closures run it, for the check without a solver. */
  compiled: CompiledRule;
}

/** Annotations that only name a rule. */
const NAMES = new Set(['id', 'clause', 'step']);

const ACTION = 'Gatehouse::Action';

/** Once a text: reading some hundred rules takes a second. */
const once = <T>(read: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>();
  return (text) => {
    const value = known.get(text) ?? read(text);
    known.set(text, value);
    return value;
  };
};

const jsonOf = once((text): cedar.PolicyJson => {
  const answer = cedar.policyToJson(text);
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
  return answer.json;
});

const policiesOf = once((text): string[] => {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') throw new Error(parts.errors.map(({ message }) => message).join('; '));
  return parts.policies;
});

/** The actions that can be asked, by id, in the order of the schema. */
export const actionsOf = (schema: Schema): Map<string, ActionShape> =>
  new Map(
    [...schema.actions]
      .filter(([, { principals }]) => principals.size > 0)
      .map(([key, shape]) => [key.slice(`${ACTION}::"`.length), shape]),
  );

const ruleOf = (of: string, text: string, schema: Schema, instrument: CompiledInstrument | null): ContractRule => {
  const json = jsonOf(text);
  const notes = Object.fromEntries(Object.entries(json.annotations ?? {}).map(([name, value]) => [name, value ?? '']));
  const compiled = compileRule(json, schema.ancestors);
  const id = notes['id'] ?? '';
  const flows = instrument?.flows.filter((flow) => compiled.flows?.includes(flow.id)) ?? [];
  return {
    key: `${of}: ${id}`,
    id,
    clause: notes['clause'] ?? '',
    of,
    text,
    effect: json.effect,
    follows: Object.fromEntries(Object.entries(notes).filter(([name]) => !NAMES.has(name))),
    actions: [...actionsOf(schema)].filter(([, { action }]) => compiled.speaksOf(action)).map(([name]) => name),
    flow: flows.length === 1 && compiled.flows?.length === 1 ? (flows[0] ?? null) : null,
    instrument,
    compiled,
  };
};

export const actionName = (id: string): string => `${ACTION}::${JSON.stringify(id)}`;

export interface Rules {
  /** In force beside every instrument. */
  common: ContractRule[];
  /** By instrument. */
  instruments: Map<CompiledInstrument, ContractRule[]>;
  duties: ContractRule[];
  approvals: ContractRule[];
}

/** All rules of the contracts. @throws Error where a text is no Cedar */
export const rulesOf = (contracts: Contracts): Rules => {
  const schema = readSchema(schemaForm(contracts.schema));
  const read = (of: string, text: string, instrument: CompiledInstrument | null = null): ContractRule[] =>
    policiesOf(text).map((policy) => ruleOf(of, policy, schema, instrument));
  return {
    common: contracts.common.flatMap((text) => read('the rules for every instrument', text)),
    instruments: new Map(contracts.instruments.map((one) => [one, read(`${one.id}@${one.version}`, one.cedar, one)])),
    duties: read('the duties', contracts.duties),
    approvals: read('the approvals', contracts.approvals),
  };
};

export const everyRule = ({ common, instruments, duties, approvals }: Rules): ContractRule[] => [
  ...common,
  ...[...instruments.values()].flat(),
  ...duties,
  ...approvals,
];
