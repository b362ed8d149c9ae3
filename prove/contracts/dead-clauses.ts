// Property 4: each rule speaks of some request, none only says again what another says, each flow gives something to somebody, and each
// field it names is shown in some case.
import { listed } from '@gatehouse/agreements';
import { everyRule, type ContractRule, type Rules } from './clauses.ts';
import { only, within, type Asked, type Claim, type RuleText } from './claim.ts';
import type { Contracts } from './contracts-at-hand.ts';
import { askedOf, codedOf, fieldAskedOf, fieldOf, followsOf } from './world.ts';

type Flow = NonNullable<ContractRule['flow']>;

/** What can be asked of a rule's flow; null where the rule is of no flow. */
const worldOf = ({ flow, instrument }: ContractRule, action: string): string | null => {
  if (flow === null || instrument === null) return null;
  if (action === 'field') return fieldAskedOf(flow);
  return action === 'conclude' ? followsOf(instrument, flow) : askedOf(instrument, flow, action);
};

const narrowed = (rule: ContractRule, action: string): RuleText => {
  const world = worldOf(rule, action);
  return world === null ? rule : within(rule, world, `as ${action} is asked`);
};

const speaks = (rule: ContractRule): Claim => ({
  id: `dead, ${rule.key}`,
  property: 'dead',
  says: `the rule "${rule.id}" speaks of some request`,
  clause: rule.clause,
  shown: 'some',
  asked: rule.actions.map((action) => ({ ask: 'never-matches', action, rules: [narrowed(rule, action)] })),
});

const words = (list: string | undefined): string[] => (list ?? '').split(' ').filter((word) => word !== '');

/** Whether all that follows from one rule follows from the other as well. */
const saysAsMuch = (one: ContractRule, other: ContractRule): boolean =>
  Object.entries(one.follows).every(([name, value]) =>
    words(value).every((word) => words(other.follows[name]).includes(word)),
  ) &&
  // A rule that waits or narrows refuses less than one that does not: neither stands for the other.
  ['waits', 'narrows'].every((name) => one.follows[name] === other.follows[name]);

const couldStandFor = (one: ContractRule, other: ContractRule): boolean =>
  one !== other &&
  one.effect === other.effect &&
  (other.flow === null || other.flow === one.flow) &&
  one.actions.every((action) => other.actions.includes(action)) &&
  saysAsMuch(one, other);

/** The same rule, permitting or forbidding: to ask of what one rule speaks and none of others. */
const as = (effect: 'permit' | 'forbid', { key, text }: RuleText): RuleText => ({
  key: `${key}, as ${effect}`,
  text: text.replace(/^(permit|forbid) \(/m, `${effect} (`),
});

/** Some request the rule speaks of, and none of those that would do the same. */
const saysMore = (one: ContractRule, others: ContractRule[]): Claim => ({
  id: `dead, ${one.key} beside others`,
  property: 'dead',
  says: `the rule "${one.id}" says something that is not said by ${listed(others.map(({ id }) => `"${id}"`))} as well`,
  clause: one.clause,
  shown: 'some',
  asked: one.actions.map((action) => ({
    ask: 'always-denies',
    action,
    rules: [as('permit', narrowed(one, action)), ...others.map((other) => as('forbid', other))],
  })),
});

/** For each rule that others could stand for. */
const beside = (own: ContractRule[], all = own): Claim[] =>
  own.flatMap((one) => {
    const others = all.filter((other) => couldStandFor(one, other));
    return others.length === 0 ? [] : [saysMore(one, others)];
  });

const speakOf = (action: string, rules: ContractRule[]): ContractRule[] =>
  rules.filter(({ actions }) => actions.includes(action));

const given = (action: string, rules: ContractRule[], condition: string, name: string): Asked => ({
  ask: 'always-denies',
  action,
  rules: [...speakOf(action, rules), only(action, condition, name)],
});

/** What goes from system to system alone, without anybody who reads it, is not opened. */
const questionsOf = ({ person }: Flow): string[] => [
  'publish',
  'deliver',
  ...(person.roles.length > 0 ? ['open'] : []),
];

const ofFlow = (
  contracts: Contracts,
  rules: Rules,
  instrument: NonNullable<ContractRule['instrument']>,
  flow: Flow,
): Claim[] => {
  const together = [...rules.common, ...(rules.instruments.get(instrument) ?? [])];
  const named = `${flow.id} (${flow.clause ?? 'a flow'})`;
  const about = { property: 'dead' as const, shown: 'some' as const };
  return [
    ...questionsOf(flow).map((action) => ({
      ...about,
      id: `dead, ${flow.id} on ${action}`,
      says: `${named} gives somebody something: ${action} is allowed in some case`,
      clause: flow.clause ?? flow.id,
      asked: [given(action, together, codedOf(contracts, instrument, flow, action), `${flow.id} ${action}`)],
    })),
    ...flow.projection.map((path) => ({
      ...about,
      id: `dead, ${flow.id} field ${path}`,
      says: `the field ${path} that ${named} names is shown in some case`,
      clause: `clause 5, ${flow.clause ?? flow.id}`,
      asked: [
        given(
          'field',
          together,
          `${fieldOf(contracts, flow, () => true)} && context.path == ${JSON.stringify(path)}`,
          `${flow.id} ${path}`,
        ),
      ],
    })),
  ];
};

/** Property 4. Rules for every instrument are asked of every request: they are written for products that are still to come. */
export const deadClaims = (rules: Rules, contracts: Contracts): Claim[] => [
  ...everyRule(rules).map((rule) => speaks(rule)),
  ...beside(rules.common),
  ...[...rules.instruments.values()].flatMap((own) => beside(own, [...rules.common, ...own])),
  ...beside(rules.duties),
  ...beside(rules.approvals),
  ...[...rules.instruments.keys()].flatMap((instrument) =>
    instrument.flows.flatMap((flow) => ofFlow(contracts, rules, instrument, flow)),
  ),
];
