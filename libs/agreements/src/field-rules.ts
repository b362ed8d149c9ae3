// Step 7 of a flow: its whitelist.
import { FIELD, guards, reason, text, type Rule } from './cedar-rule.ts';
import type { CompiledFlow } from './instrument.ts';

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
