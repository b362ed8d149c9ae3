// Step 5 of a flow (foreign recipients, onward sharing) and step 8 (what whoever receives owes).
import { guards, reason, set, type Rule } from './cedar-rule.ts';
import { ruleOf } from './clause.ts';
import type { CompiledFlow, InstrumentDocument } from './instrument.ts';
import { acknowledgement, destruction } from './periods.ts';

/** Clause 9: how many hours a request for the originator's consent waits; silence refuses. */
const hoursOfConsent = (document: InstrumentDocument): 24 | 72 =>
  ruleOf(document, 9)?.consentWithin === 'PT24H' ? 24 : 72;

/** Step 5: countries and onward sharing. */
export const handlingRules = (flow: CompiledFlow, named: string, document: InstrumentDocument): Rule[] => {
  const hours = hoursOfConsent(document);
  const { flow: ofThis } = guards(flow);
  const abroad: Rule = {
    id: `${flow.id} foreign`,
    clause: `${named}: foreign recipients`,
    annotations: reason('NO_FOREIGN', 5),
    when: [ofThis, 'context has item', 'context.caller.country != context.item.country'],
    ...(flow.foreign && { unless: `${set(flow.foreign.countries)}.contains(context.caller.country)` }),
  };
  if (flow.onward === 'allowed') return [abroad];
  const onward = 'action == Gatehouse::Action::"onward"';
  const clause = `${named}: onward sharing`;
  if (flow.onward === 'forbidden')
    return [
      abroad,
      {
        id: `${flow.id} onward`,
        clause,
        annotations: reason('ORIGINATOR_CONTROL', 5),
        action: onward,
        when: [ofThis],
      },
    ];
  const unconsented = [ofThis, 'context has item', '!(context.request.consents.contains(context.item.originator))'];
  return [
    abroad,
    {
      id: `${flow.id} onward`,
      clause,
      annotations: {
        ...reason('ORIGINATOR_CONTROL', 5, 'waits'),
        obligations: `CONSULT_ORIGINATOR EXPIRES_${hours}H`,
      },
      action: onward,
      when: [...unconsented, `context.request.hoursWaiting < ${hours}`],
    },
    {
      id: `${flow.id} onward out of time`,
      clause,
      annotations: reason('ORIGINATOR_CONTROL', 5),
      action: onward,
      when: [...unconsented, `context.request.hoursWaiting >= ${hours}`],
    },
  ];
};

/** Step 8: acknowledgement, onward sharing, destruction. */
export const dutyRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis } = guards(flow);
  const owed: [string, string | undefined][] = [
    ['acknowledge', flow.acknowledge === null ? undefined : acknowledgement(flow.acknowledge)],
    ['onward sharing', flow.onward === 'forbidden' ? 'NO_ONWARD' : undefined],
    ['retention', destruction(flow.retain.destroy)],
  ];
  return owed.flatMap(([clause, obligation]): Rule[] =>
    obligation === undefined
      ? []
      : [
          {
            id: `${flow.id} obliges, ${clause}`,
            clause: `${named}: ${clause}`,
            annotations: { step: '8', obligations: obligation },
            effect: 'permit',
            action: 'action == Gatehouse::Action::"conclude"',
            when: [ofThis, 'context.permitted'],
          },
        ],
  );
};
