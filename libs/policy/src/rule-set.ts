// Rules as Cedar text with what their annotations say. Promise: a set that loads has been validated against the
// schema in strict mode, names only reasons, obligations and alarms of the closed lists, and no annotation that this
// code does not understand. What does not load serves nothing.
import { createHash } from 'node:crypto';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { codeLists, policySchema, reasonOrder } from '@gatehouse/contracts';
import { compiled, jsonOf, messages, PolicyFault, type LoadedRule } from './loaded-rule.ts';

export { PolicyFault } from './loaded-rule.ts';

export interface Rule {
  id: string;
  clause: string;
  effect: 'permit' | 'forbid';
  /** The failing reason, when the rule has one. */
  reason: string | null;
  /** It hides that the item exists. */
  conceals: boolean;
  /** It depends on who asks for what, never on a record. */
  class: boolean;
  /** It waits for an approval. */
  waits: boolean;
  /** It leaves a permission standing with fewer fields or uses. */
  narrows: 'fields' | 'uses' | null;
  /** It is about one person, not about the item. */
  subject: boolean;
  /** What a flow lacks when the rule fails it. */
  lacks: 'contract' | 'purpose' | null;
  obligations: string[];
  alarm: string | null;
  ground: string | null;
  mark: string | null;
  degraded: boolean;
}

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

const ANNOTATIONS = new Set(
  'id clause step reason class conceals waits narrows subject lacks obligations alarm ground mark degraded'.split(' '),
);
const OWN_REASONS = ['OWN_DUTY'];

const known = (rule: string, what: string, value: string | undefined, list: string[]): string | null => {
  if (value === undefined) return null;
  if (!list.includes(value)) throw new PolicyFault(`rule ${rule}: unknown ${what} ${value}`);
  return value;
};

const stepOf = (reason: string): string | undefined =>
  Object.entries(codeLists.reasons).find(([, reasons]) => reasons.includes(reason))?.[0];

const readRule = (effect: 'permit' | 'forbid', notes: Record<string, string>): Rule => {
  const id = notes['id'];
  if (!id) throw new PolicyFault('a rule without @id');
  const strange = Object.keys(notes).find((name) => !ANNOTATIONS.has(name));
  if (strange) throw new PolicyFault(`rule ${id}: unknown annotation @${strange}`);
  const reason = known(id, 'reason', notes['reason'], [...reasonOrder, ...OWN_REASONS]);
  if (reason && notes['step'] && stepOf(reason) !== notes['step'])
    throw new PolicyFault(`rule ${id}: ${reason} is not of step ${notes['step']}`);
  const obligations = (notes['obligations'] ?? '').split(' ').filter((name) => name !== '');
  for (const obligation of obligations) known(id, 'obligation', obligation, codeLists.obligations);
  return {
    id,
    clause: notes['clause'] ?? '',
    effect,
    reason,
    conceals: 'conceals' in notes,
    class: 'class' in notes,
    waits: 'waits' in notes,
    narrows: known(id, '@narrows', notes['narrows'], ['fields', 'uses']) as Rule['narrows'],
    subject: 'subject' in notes,
    lacks: known(id, '@lacks', notes['lacks'], ['contract', 'purpose']) as Rule['lacks'],
    obligations,
    alarm: known(id, 'alarm', notes['alarm'], codeLists.alarms),
    ground: known(id, 'ground', notes['ground'], codeLists.reasons['8'] ?? []),
    mark: known(id, 'mark', notes['mark'], codeLists.markers),
    degraded: 'degraded' in notes,
  };
};

interface ParsedRule {
  id: string;
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
  return parts.policies.map((policy) => {
    const json = jsonOf(policy);
    const rule = readRule(json.effect, (json.annotations ?? {}) as Record<string, string>);
    return { id: rule.id, loaded: compiled(rule.id, policy, json), part: actionPart(rule.id, json.action), rule };
  });
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
  for (const [text, rules] of wanted) {
    parsed.delete(text);
    parsed.set(text, rules);
  }
  for (const text of parsed.keys()) if (parsed.size > TEXTS_KEPT) parsed.delete(text);
  return texts.flatMap((text) => wanted.get(text) ?? []);
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
