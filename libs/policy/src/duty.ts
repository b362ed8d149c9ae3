import { codeLists, dutyRules, reasonOrder } from '@gatehouse/contracts';
import { ask } from './engine.ts';
import { loadRuleSet, type RuleSet } from './rule-set.ts';

export interface DutyQuestion {
  agency: string;
  person: string;
  roles: string[];
  /** The party that owns the service. */
  owner: string;
  /** One of the duties of policy/schema.cedarschema, for example `RaiseIntelligenceAlert`. */
  action: string;
  purpose: string;
}

export interface DutyAnswer {
  permitted: boolean;
  /** `OWN_DUTY`, or the first failing reason; `DECISION_FAILED` for a duty that stands in no rule. */
  reason: string;
}

let rules: RuleSet | undefined;

/** Decides about a duty of an agency's own staff: role, owner of the service, purpose. Never throws. */
export const decideDuty = (question: DutyQuestion): DutyAnswer =>
  answered(() => (rules ??= loadRuleSet([dutyRules().text])), question);

/** The same by the text of duties of another day. */
export const dutyUnder =
  (text: string) =>
  (question: DutyQuestion): DutyAnswer =>
    answered(() => loadRuleSet([text]), question);

const answered = (
  ruleSet: () => RuleSet,
  { agency, person, roles, owner, action, purpose }: DutyQuestion,
): DutyAnswer => {
  try {
    const answer = ask(ruleSet(), {
      principal: agency,
      action,
      resource: { type: 'Service', id: owner },
      context: {
        owner: { __entity: { type: 'Gatehouse::Party', id: owner } },
        roles,
        person,
        purpose,
        purposes: Object.keys(codeLists.purposes),
      },
    });
    const reasons = answer.rules.map(({ reason }) => reason ?? '');
    const [first = ''] = reasons.sort((a, b) => reasonOrder.indexOf(a) - reasonOrder.indexOf(b));
    return { permitted: answer.allowed, reason: first };
  } catch {
    return { permitted: false, reason: 'DECISION_FAILED' };
  }
};
