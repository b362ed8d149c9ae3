// What a rule says of itself in its annotations. Promise: reasons, obligations and alarms of the closed lists and no annotation that this
// code does not understand, or there is no rule.
import { codeLists, reasonOrder } from '@gatehouse/contracts';
import { PolicyFault } from './loaded-rule.ts';

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
  /** The condition of handling that what leaves carries from then on. */
  condition: string | null;
  degraded: boolean;
}

const ANNOTATIONS = new Set(
  'id clause step reason class conceals waits narrows subject lacks obligations alarm ground mark condition degraded'.split(
    ' ',
  ),
);
const OWN_REASONS = ['OWN_DUTY'];

const known = (rule: string, what: string, value: string | undefined, list: string[]): string | null => {
  if (value === undefined) return null;
  if (!list.includes(value)) throw new PolicyFault(`rule ${rule}: unknown ${what} ${value}`);
  return value;
};

const stepOf = (reason: string): string | undefined =>
  Object.entries(codeLists.reasons).find(([, reasons]) => reasons.includes(reason))?.[0];

/** @throws PolicyFault naming the rule and what of it is not known */
export const readRule = (effect: 'permit' | 'forbid', notes: Record<string, string>): Rule => {
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
    condition: known(id, 'condition', notes['condition'], Object.keys(codeLists.conditions)),
    degraded: 'degraded' in notes,
  };
};
