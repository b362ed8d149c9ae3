// The rules and clauses an answer rests on, as the instrument and the table of clauses name them.
import { clauseTable, reasonWords } from '@gatehouse/contracts';
import type { Bundle } from '@gatehouse/policy';
import type { Attributes, KeptAnswer } from '@gatehouse/sharing';

/** One reason with the rule that gave it, and the clause it stands for. */
export interface Because {
  reason: string | null;
  words: string | null;
  /** null for a reason that no rule gave, such as that nothing of that id is held */
  rule: string | null;
  /** as the rule cites it: an article, or the law that holds without any instrument */
  cites: string | null;
  instrument: string | null;
  clause: { number: number; title: string; says: string } | null;
}

/**
 * Each reason in order with the rules that gave it, then what followed without a reason of its own. What permits is the flow that
 * offers the product to this party.
 */
export const becauseOf = (answer: KeptAnswer, bundle: Bundle, inputs: Attributes): Because[] => {
  const { reasonsInOrder, clauses } = answer;
  const flows = answer.effect.startsWith('PERMIT') ? offeringFlows(answer, bundle, inputs) : [];
  return [
    ...reasonsInOrder.flatMap((reason) => {
      const rules = clauses.filter((rule) => rule.reason === reason).map(ruleCited);
      if (rules.length > 0) return rules;
      return (flows.length > 0 ? flows : [NO_RULE]).map((flow) => ({ ...flow, ...named(reason) }));
    }),
    ...clauses.filter(({ reason }) => reason === null || !reasonsInOrder.includes(reason)).map(ruleCited),
  ];
};

const NO_RULE = { rule: null, cites: null, instrument: null, clause: null };
const named = (reason: string | null) => ({ reason, words: reason === null ? null : (reasonWords[reason] ?? null) });

/** The clause of the table that a rule of this name keeps. */
const clauseOf = (name: string): Because['clause'] => {
  const entry = clauseTable.find(({ by }) => by.includes(`"${name}"`));
  return entry ? { number: entry.number, title: entry.title, says: entry.says } : null;
};

/** Rules of an instrument are named `instrument@version/flow name`. */
const ruleCited = ({ rule, clause, reason }: KeptAnswer['clauses'][number]): Because => {
  const [, instrument = null, name = ''] = /^([^@]+@\d+)\S* (.+)$/.exec(rule) ?? [];
  return { ...named(reason), rule, cites: clause, instrument, clause: clauseOf(name) };
};

const offeringFlows = (
  { agreements }: KeptAnswer,
  bundle: Bundle,
  { item, caller }: Attributes,
): Omit<Because, 'reason' | 'words'>[] =>
  bundle.instruments
    .flatMap(({ compiled, history = [] }) => [compiled, ...history.map((version) => version.compiled)])
    .filter(({ id, version }, place, all) => all.findIndex((one) => one.id === id && one.version === version) === place)
    .filter(({ id, version }) => agreements.includes(`${id}@${version}`))
    .flatMap(({ id, version, flows }) =>
      flows
        .filter((flow) => flow.product === item?.product && flow.consumers.includes(caller.agency))
        .map((flow) => ({
          rule: `${flow.id} offers`,
          cites: flow.clause ?? null,
          instrument: `${id}@${version}`,
          // What a flow gives is named fields and nothing else.
          clause: clauseOf('fields'),
        })),
    );
