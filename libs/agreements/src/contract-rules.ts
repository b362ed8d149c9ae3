// Steps 3 and 4 of a flow: product, parties, purposes, people it may be about.
import { entity, guards, parties, reason, set, text, type Rule } from './cedar-rule.ts';
import type { CompiledFlow } from './instrument.ts';
import { listed } from './words.ts';

/** Step 3: what the flow offers, to whom, for what. */
export const contractRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis } = guards(flow);
  return [
    {
      id: `${flow.id} offers`,
      clause: `${named}: product, parties`,
      effect: 'permit',
      when: [ofThis],
    },
    {
      id: `${flow.id} parties`,
      clause: `${named}: product, parties`,
      annotations: reason('NO_CONTRACT', 3, 'class', 'conceals', 'lacks:contract'),
      when: [ofThis],
      unless: [
        `resource == ${entity('Product', flow.product)}`,
        `${parties(flow.consumers)}.contains(principal)`,
        `(if context has item then context.item.originator == ${text(flow.producer)} else true)`,
      ].join(' &&\n         '),
    },
    ...alertTypeRule(flow, named),
    ...scaleRule(flow, named),
    {
      id: `${flow.id} purposes`,
      clause: `${named}: purposes`,
      annotations: { ...reason('PURPOSE_MISMATCH', 3, 'class', 'lacks:purpose'), obligations: 'OFFER_RFI' },
      when: [ofThis],
      unless: `${set(flow.purposes)}.contains(context.request.purpose)`,
    },
    {
      id: `${flow.id} subject categories`,
      clause: `${named}: subjects`,
      annotations: reason('CATEGORY_NOT_COVERED', 3, 'conceals', 'subject'),
      when: [ofThis, 'context has subject'],
      unless: `${set(flow.subjectCategories)}.contains(context.subject.category)`,
    },
  ];
};

/** An alert of another type is simply not what the flow offers (domain reference 4.1, "gets"). */
const alertTypeRule = (flow: CompiledFlow, named: string): Rule[] =>
  flow.alertTypes === undefined
    ? []
    : [
        {
          id: `${flow.id} alert types`,
          clause: `${named}: types of alert`,
          annotations: reason('NO_CONTRACT', 3, 'conceals', 'lacks:contract'),
          when: [guards(flow).flow, 'context has item'],
          unless: `${set(flow.alertTypes)}.contains(context.item.alertType)`,
        },
      ];

/** Clause 7. A grade of another scale is none that these parties can read, and scales are never converted. */
const scaleRule = ({ id, grading }: CompiledFlow, named: string): Rule[] =>
  grading
    ? [
        {
          id: `${id} scales`,
          clause: `${named}: grading; a grade of a scale agreed, ${listed(grading.scales)}`,
          annotations: reason('GRADE_TOO_LOW', 3, 'conceals'),
          when: [guards({ id }).flow, 'context has item'],
          unless: `${set(grading.scales)}.containsAll(context.item.scales)`,
        },
      ]
    : [];

/** Step 4: juvenile matters and consent. */
export const subjectRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis } = guards(flow);
  const juvenile: Rule = {
    id: `${flow.id} juvenile`,
    clause: `${named}: juvenile matters`,
    annotations: {
      ...reason('JUVENILE_OVERLAY', 4, 'conceals', 'subject'),
      obligations: 'ROUTE_TO_JUVENILE_DESK',
    },
    when: [ofThis, 'context has subject', 'context.subject.juvenileAtConduct'],
    ...(flow.juvenile && {
      unless: `context.caller has unit && context.caller.unit == ${text(flow.juvenile.desk)}`,
    }),
  };
  if (!flow.consent) return [juvenile];
  return [
    juvenile,
    {
      id: `${flow.id} consent`,
      clause: `${named}: consent`,
      annotations: reason('CONSENT_MISSING', 4, 'subject'),
      when: [ofThis, 'context has subject'],
      unless: `context.subject.consents.contains(${text(flow.consent)})`,
    },
  ];
};
