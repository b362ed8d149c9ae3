// Step 7 of a flow: its whitelist, and how long a special category stays on it.
import { FIELD, guards, reason, text, type Rule } from './cedar-rule.ts';
import type { CompiledFlow } from './instrument.ts';
import { runsFromPublication } from './periods.ts';
import { periodInWords } from './words.ts';

/** A special field that one thing withholds: silently, and for a reason from who asks for it by name. */
const withheld = (id: string, clause: string, when: string[]): Rule[] => [
  { id, clause, annotations: { step: '7' }, action: FIELD, when },
  {
    id: `${id} by name`,
    clause,
    annotations: reason('SPC_NOT_STRICTLY_NECESSARY', 7, 'narrows:fields'),
    action: FIELD,
    when: [...when, 'context.byName'],
  },
];

/**
 * Clause 6: who approves what is strictly necessary has the role agreed, where his role is known; and what is necessary is so for its
 * time: after it the item stays, without these fields.
 */
const specialRules = ({ id, special }: CompiledFlow, named: string): Rule[] => {
  if (!special) return [];
  const { approvedBy, destroy } = special;
  const about = [guards({ id }).flow, 'context.category == "SPC"'];
  const unapproved = ['context has approverRoles', `!(context.approverRoles.contains(${text(approvedBy)}))`];
  const approved = `${named}: special categories, approved by ${approvedBy}`;
  const kept = `${named}: special categories, destroyed ${periodInWords(destroy)} after publication`;
  const gone = `context.past.contains(${text(destroy)})`;
  return [
    ...withheld(`${id} special approver`, approved, [...about, ...unapproved]),
    ...(runsFromPublication(destroy) ? withheld(`${id} special retention`, kept, [...about, gone]) : []),
  ];
};

/** Named fields leave, nothing else. */
export const fieldRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis } = guards(flow);
  const action = FIELD;
  const listed =
    flow.projection.length === 0
      ? 'false'
      : `[\n    ${flow.projection.map(text).join(',\n    ')}\n  ].contains(context.path)`;
  const unlisted: Rule = {
    id: `${flow.id} fields`,
    clause: `${named}: fields; named fields leave, nothing else`,
    annotations: { step: '7' },
    action,
    when: [ofThis],
    unless: listed,
  };
  return [
    unlisted,
    ...specialRules(flow, named),
    {
      id: `${flow.id} special category by name`,
      clause: `${named}: fields; LED 10`,
      annotations: reason('SPC_NOT_STRICTLY_NECESSARY', 7, 'narrows:fields'),
      action,
      when: [ofThis, 'context.category == "SPC"', 'context.byName'],
      unless: listed,
    },
    {
      id: `${flow.id} emergency scope`,
      clause: `${named}: fields; no wider than the minimum to act`,
      annotations: { ...reason('EMERGENCY_SCOPE_EXCEEDED', 7), obligations: 'ACCESS_INCIDENT' },
      action,
      when: [ofThis, 'context.question == "breakGlass"', 'context.byName'],
      unless: listed,
    },
  ];
};
