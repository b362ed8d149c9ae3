// What is claimed of the contracts, and what the solver is asked for it.
import type { ContractRule } from './clauses.ts';
import { actionName } from './clauses.ts';

export const PROPERTIES = {
  source: 'No field that identifies a source is ever shown',
  special: 'Religion, and what else is a special category, is never shown without a necessity',
  errors: 'No rule ever gives an error',
  dead: 'No clause is dead',
} as const;

export type Property = keyof typeof PROPERTIES;

/** One question about every request of one kind. */
export interface Asked {
  ask: 'never-errors' | 'never-matches' | 'always-denies';
  action: string;
  rules: RuleText[];
}

/** A rule as it is put to the solver: that of the contracts, or one that narrows what is asked about. */
export type RuleText = Pick<ContractRule, 'key' | 'text'>;

export interface Claim {
  id: string;
  property: Property;
  /** The claim as a sentence. */
  says: string;
  /** Where it stands, if it is about one rule. */
  clause: string | null;
  /** `every`: each answer has to be that it holds. `some`: one has to be a request that shows it. */
  shown: 'every' | 'some';
  asked: Asked[];
}

/** A rule that speaks of a request only where a condition holds as well. */
export const within = (rule: RuleText, condition: string, name: string): RuleText => ({
  key: `${rule.key}, ${name}`,
  text: `${rule.text.trimEnd().replace(/;$/, '')}\nwhen { ${condition} };`,
});

/** A rule that takes every other request of an action out of what is asked about. */
export const only = (action: string, condition: string, name: string): RuleText => ({
  key: `only ${action}, ${name}`,
  text: `forbid (principal, action == ${actionName(action)}, resource)\nunless { ${condition} };`,
});
