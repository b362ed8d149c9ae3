// Rules as Cedar text with what their annotations say. Promise: a set that loads has been validated against the
// schema in strict mode, names only reasons, obligations and alarms of the closed lists, and no annotation that this
// code does not understand. What does not load serves nothing.
import { createHash } from 'node:crypto';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { policySchema } from '@gatehouse/contracts';
import { compiled, jsonOf, messages, PolicyFault, type LoadedRule } from './loaded-rule.ts';
import { readRule, type Rule } from './rule.ts';

export { PolicyFault } from './loaded-rule.ts';
export type { Rule } from './rule.ts';

export interface RuleSet {
  /** SHA-256 of the text: two sets of one key are the same rules. */
  key: string;
  /** The rules by id, laid apart by what is asked: a question is put to the rules that can speak of it. */
  parts: Record<Part, Record<string, LoadedRule>>;
  rules: Map<string, Rule>;
}

/** What is asked: of the item and each person, of each field, of the whole, of what follows. */
export type Part = 'ask' | 'field' | 'combine' | 'conclude';

/** The part of a rule set that speaks of an action. */
export const partOf = (action: string): Part =>
  action === 'field' || action === 'combine' || action === 'conclude' ? action : 'ask';

/** A rule as Cedar took it apart: its own text, and its JSON form. */
export interface RuleForm {
  text: string;
  json: cedar.PolicyJson;
}

interface ParsedRule {
  id: string;
  form: RuleForm;
  loaded: LoadedRule;
  part: Part;
  rule: Rule;
}

const parsed = new Map<string, ParsedRule[]>();

const idOf = (entity: cedar.EntityUidJson): string => ('__entity' in entity ? entity.__entity.id : entity.id);

/** A rule speaks of one action or of one group of actions; a rule about everything could undo any other. */
const actionPart = (id: string, action: cedar.ActionConstraint): Part => {
  const entities =
    action.op === '==' && 'entity' in action
      ? [action.entity]
      : action.op === 'in'
        ? 'entities' in action
          ? action.entities
          : [action.entity]
        : [];
  const parts = new Set(entities.map((entity) => partOf(idOf(entity))));
  const [part] = parts;
  if (!part || parts.size > 1) throw new PolicyFault(`rule ${id} does not say of which action it speaks`);
  return part;
};

const parseText = (text: string): ParsedRule[] => {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') throw new PolicyFault(`not Cedar: ${messages(parts.errors)}`);
  if (parts.policy_templates.length > 0) throw new PolicyFault('templates are not used');
  return parts.policies.map((policy) => parsedRule({ text: policy, json: jsonOf(policy) }));
};

const parsedRule = (form: RuleForm): ParsedRule => {
  const { text, json } = form;
  const rule = readRule(json.effect, (json.annotations ?? {}) as Record<string, string>);
  return { id: rule.id, form, loaded: compiled(rule.id, text, json), part: actionPart(rule.id, json.action), rule };
};

/** Cedar validates each rule by itself, whatever stands beside it: what fits the schema alone fits it in every set. */
const validate = (rules: ParsedRule[]): void => {
  if (rules.length === 0) return;
  // Numbered, since an id that stands twice is found only where texts become a set.
  const policies = Object.fromEntries(rules.map(({ id, loaded }, n) => [`${id}, rule ${n}`, loaded.text]));
  const answer = cedar.validate({ schema: policySchema(), policies: { staticPolicies: policies } });
  if (answer.type === 'failure') throw new PolicyFault(`not valid: ${messages(answer.errors)}`);
  const faults = [...answer.validationErrors, ...answer.validationWarnings];
  if (faults.length > 0) throw new PolicyFault(`not valid: ${messages(faults.map(({ error }) => error))}`);
};

const TEXTS_KEPT = 256;

/**
 * The rules of these texts. A text is parsed and validated once a process, however many services and bundles hold it: a
 * long one takes a tenth of a second. What does not load is not kept; the text wanted longest ago gives way.
 */
const rulesOf = (texts: string[]): ParsedRule[] => {
  const wanted = new Map(texts.map((text) => [text, parsed.get(text) ?? parseText(text)]));
  validate([...wanted].flatMap(([text, rules]) => (parsed.has(text) ? [] : rules)));
  for (const [text, rules] of wanted) remember(text, rules);
  return texts.flatMap((text) => wanted.get(text) ?? []);
};

const remember = (text: string, rules: ParsedRule[]): void => {
  parsed.delete(text);
  parsed.set(text, rules);
  for (const oldest of parsed.keys()) if (parsed.size > TEXTS_KEPT) parsed.delete(oldest);
};

/** The forms of a text that this process has parsed and validated; undefined for any other. */
export const formsOf = (text: string): readonly RuleForm[] | undefined => parsed.get(text)?.map(({ form }) => form);

/**
 * Takes the forms of a text as Cedar gave and validated them before, so that it need not again.
 * @throws PolicyFault where a form is none that this program would have made
 */
export const takeForms = (text: string, forms: readonly RuleForm[]): void => {
  if (!parsed.has(text)) remember(text, forms.map(parsedRule));
};

/**
 * Loads Cedar texts as one rule set.
 * @throws PolicyFault when a text is not Cedar, does not fit the schema, uses an id twice or an unknown annotation,
 * reason, obligation or alarm.
 */
export const loadRuleSet = (texts: string[]): RuleSet => {
  const parts: RuleSet['parts'] = { ask: {}, field: {}, combine: {}, conclude: {} };
  const rules = new Map<string, Rule>();
  const policies: Record<string, string> = {};
  for (const { id, loaded, part, rule } of rulesOf(texts)) {
    if (rules.has(id)) throw new PolicyFault(`rule ${id} stands twice`);
    parts[part][id] = loaded;
    policies[id] = loaded.text;
    rules.set(id, rule);
  }
  const key = createHash('sha256').update(JSON.stringify(policies)).digest('base64url');
  return { key, parts, rules };
};
