// Properties 1, 2 and 3: what is never shown, what never without a necessity, and that no rule errs.
import { oneOfEachKind } from './alike.ts';
import { everyRule, type ContractRule, type Rules } from './clauses.ts';
import { only, type Claim, type Property, type RuleText } from './claim.ts';
import type { Contracts } from './contracts-at-hand.ts';
import { fieldOf } from './world.ts';

const SOURCE = 'SRC';
const SPECIAL = 'SPC';
const isOf = (wanted: string) => (category: string) => category === wanted;

const speakOf = (action: string, rules: ContractRule[]): ContractRule[] =>
  rules.filter(({ actions }) => actions.includes(action));

/** Whether a flow's product has a field of the category at all. */
const offersAny =
  ({ products }: Contracts, category: string) =>
  (flow: { product: string }): boolean =>
    Object.values(products.find(({ product }) => product === flow.product)?.fields ?? {}).some(
      (field) => field.category === category,
    );

/** The permit that lets every field pass unless something withholds it; without the rules that withhold by category. */
const passing = (rules: ContractRule[]): ContractRule[] =>
  speakOf('field', rules).filter(({ effect }) => effect === 'permit');

const denied = (action: string, rules: RuleText[]) => ({ ask: 'always-denies' as const, action, rules });

/** Whatever instrument there will be. */
const byTheCommonRules = ({ common }: Rules, property: Property, category: string, besides: string): Claim => ({
  id: `${property}, common rules`,
  property,
  says: `under the rules for every instrument no field of the category ${category} is shown${besides === '' ? '' : ' without a necessity'}, by whichever path, flow, question and caller`,
  clause: null,
  shown: 'every',
  asked: [
    denied('field', [
      ...speakOf('field', common),
      only('field', `context.category == "${category}"${besides}`, `${property} fields`),
    ]),
  ],
});

/** A lock of its own: the flow's whitelist does not name such a field either. */
const byEachWhitelist = (rules: Rules, contracts: Contracts, property: Property, category: string): Claim[] =>
  [...rules.instruments].flatMap(([instrument, own]) =>
    instrument.flows.filter(offersAny(contracts, category)).map((flow): Claim => ({
      id: `${property}, whitelist of ${flow.id}`,
      property,
      says: `${flow.id} (${flow.clause ?? 'a flow'}) names no field of ${flow.product} of the category ${category}, so that none is shown even if the rule for every instrument were gone`,
      clause: `clause 5, ${flow.clause ?? flow.id}`,
      shown: 'every',
      asked: [
        denied('field', [
          ...passing(rules.common),
          ...speakOf('field', own),
          only('field', `(${fieldOf(contracts, flow, isOf(category))})`, `${category} fields of ${flow.id}`),
        ]),
      ],
    })),
  );

/** Everything together, under each flow. */
const byEachFlow = (
  rules: Rules,
  contracts: Contracts,
  property: Property,
  category: string,
  besides: string,
): Claim[] =>
  [...rules.instruments].flatMap(([instrument, own]) =>
    instrument.flows.filter(offersAny(contracts, category)).map((flow): Claim => ({
      id: `${property}, ${flow.id}`,
      property,
      says: `under ${flow.id} (${flow.clause ?? 'a flow'}) no field of ${flow.product} of the category ${category} is shown${besides === '' ? '' : ' without a necessity'}`,
      clause: `${category === SOURCE ? 'clause 5' : 'clause 6'}, ${flow.clause ?? flow.id}`,
      shown: 'every',
      asked: [
        denied('field', [
          ...speakOf('field', [...rules.common, ...own]),
          only(
            'field',
            `(${fieldOf(contracts, flow, isOf(category))})${besides}`,
            `${category} fields of ${flow.id}${besides}`,
          ),
        ]),
      ],
    })),
  );

/** Of the item itself: who asks for the source by name, or about a person who is one, is refused whatever else is so. */
const atTheDoor = ({ common }: Rules): Claim[] => {
  const doors: [string, string, string][] = [
    [
      'asked for by name',
      'context.request.categoriesByName.contains("SRC")',
      'whoever asks for a source by name is refused',
    ],
    [
      'a person who is a source',
      'context has subject && context.subject.confidentialSource && context.subject.category == "PERSON_WITH_INFORMATION"',
      'whoever asks about a person as a confidential source is refused',
    ],
  ];
  const actions = [...new Set(common.flatMap(({ actions }) => actions))].filter(
    (action) => !['field', 'combine', 'conclude'].includes(action),
  );
  return doors.map(([id, condition, says]) => ({
    id: `source, ${id}`,
    property: 'source',
    says: `${says}, on every question`,
    clause: 'Invariant I6; LED 6',
    shown: 'every',
    asked: actions.map((action) =>
      denied(action, [...offered(action), ...speakOf(action, common), only(action, condition, id)]),
    ),
  }));
};

/** Stands for any instrument that would offer the item. */
const offered = (action: string): RuleText[] => [
  { key: `offers ${action}`, text: `permit (principal, action == Gatehouse::Action::"${action}", resource);` },
];

/** Property 1. */
export const sourceClaims = (rules: Rules, contracts: Contracts): Claim[] => [
  byTheCommonRules(rules, 'source', SOURCE, ''),
  ...byEachFlow(rules, contracts, 'source', SOURCE, ''),
  ...byEachWhitelist(rules, contracts, 'source', SOURCE),
  ...atTheDoor(rules),
];

/** Property 2. A flow may name a special field (clause 6), so here the whitelist is no lock of its own. */
export const specialClaims = (rules: Rules, contracts: Contracts): Claim[] => [
  byTheCommonRules(rules, 'special', SPECIAL, ' && !context.necessary'),
  ...byEachFlow(rules, contracts, 'special', SPECIAL, ' && !context.necessary'),
];

/** Property 3: each rule, each action it speaks of. */
export const errorClaims = (rules: Rules, contracts: Contracts): Claim[] => {
  const kinds = oneOfEachKind(contracts.schema);
  return everyRule(rules).map((rule) => ({
    id: `errors, ${rule.key}`,
    property: 'errors',
    says: `the rule "${rule.id}" gives no error on any of the ${rule.actions.length} actions it speaks of`,
    clause: rule.clause,
    shown: 'every',
    asked: kinds(rule).map((action) => ({ ask: 'never-errors', action, rules: [rule] })),
  }));
};
