// Four eyes: whether a person is independent of what he approves. Rules, not code, say who is not.
import { approvalRules, reasonOrder } from '@gatehouse/contracts';
import type { DutyAnswer } from './duty.ts';
import { ask } from './engine.ts';
import { loadRuleSet, type RuleSet } from './rule-set.ts';

export interface ApprovalQuestion {
  agency: string;
  /** The party that owns the service. */
  owner: string;
  /** The duty under which he approves, for example `ApproveIntelligenceReport`. */
  act: string;
  person: string;
  /** Who wrote it, changed it or asked for it. */
  makers: string[];
  /** References of the people it is about, as the service names them. */
  about: string[];
  /** Of the approver, as his agency attested them. */
  conflicts: string[];
  chain: string[];
}

let rules: RuleSet | undefined;

/** Decides about one approval. Never throws: what cannot be decided is refused with `DECISION_FAILED`. */
export const decideApproval = ({ agency, owner, ...context }: ApprovalQuestion): DutyAnswer => {
  try {
    rules ??= loadRuleSet([approvalRules().text]);
    const resource = { type: 'Service' as const, id: owner };
    const answer = ask(rules, { principal: agency, action: 'approve', resource, context });
    const reasons = answer.rules.map(({ reason }) => reason ?? '');
    const [first = ''] = reasons.sort((a, b) => reasonOrder.indexOf(a) - reasonOrder.indexOf(b));
    return { permitted: answer.allowed, reason: first };
  } catch {
    return { permitted: false, reason: 'DECISION_FAILED' };
  }
};
