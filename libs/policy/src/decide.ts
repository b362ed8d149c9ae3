// The decision: needs and rights in the order of evaluation (domain reference 6, cases/README). Every step is asked,
// none stops at the first failure. This file orders and combines; what fails and what follows is in the rules.
import { covers } from '@gatehouse/agreements';
import { reasonOrder } from '@gatehouse/contracts';
import { position, findBasis, type Basis, type Inquiry } from './basis.ts';
import { askConsequences, askWhole, effectOf, explaining, refuses } from './combine.ts';
import { countsOf, type Counts } from './counts.ts';
import { conditionsOf, destroyByOf, handlingCodeOf } from './facts.ts';
import { askFields, categoriesByName, type Categories, type FieldAnswer } from './fields.ts';
import type { ReadyBundle } from './instruments.ts';
import { operationOf, outwardOf } from './outward.ts';
import type { Decision, Effect, Question } from './question.ts';
import { keepingOf } from './retention.ts';
import type { Rule } from './rule-set.ts';

export const productOf = (q: Question): string => q.item?.product ?? q.product ?? q.request.query?.product ?? '';

export const inquiryOf = (bundle: ReadyBundle, q: Question, categories: Categories, classOnly: boolean): Inquiry => ({
  bundle,
  q,
  product: { name: productOf(q), categories: [...new Set(Object.values(categories))] },
  categoriesByName: categoriesByName(q, categories),
  classOnly,
});

const ordered = (rules: Rule[]): string[] =>
  [...new Set(rules.flatMap(({ reason }) => (reason === null ? [] : [reason])))].sort(
    (a, b) => reasonOrder.indexOf(a) - reasonOrder.indexOf(b),
  );

const sorted = (words: (string | null)[]): string[] =>
  [...new Set(words.filter((word): word is string => word !== null))].sort();

/** The most specific ground is the last of the closed list. */
const groundOf = (consequences: Rule[]): string[] =>
  sorted(consequences.map(({ ground }) => ground))
    .sort((a, b) => reasonOrder.indexOf(a) - reasonOrder.indexOf(b))
    .slice(-1);

/** A waiting reason carries obligations only when the effect is PEND (cases rule 3). */
const obligationsOf = (failing: Rule[], consequences: Rule[], effect: Effect): string[] =>
  sorted(
    [...failing.filter(({ waits }) => !waits || effect === 'PEND'), ...consequences].flatMap(
      ({ obligations }) => obligations,
    ),
  );

const citedBy = ({ flows }: Basis): string[] =>
  sorted(flows.map(({ instrument, version }) => `${instrument.id}@${version}`));

/** The handling of the item and its parts, and what the rules add to it. */
const travelling = ({ item }: Question, consequences: Rule[]): Decision['travels'] => {
  if (!item) return null;
  const added = consequences.flatMap(({ condition }) => condition ?? []);
  return {
    code: added.length > 0 ? 'C' : handlingCodeOf(item),
    conditions: sorted([...conditionsOf(item), ...added]),
    destroyBy: destroyByOf(item),
  };
};

/** Puts an answer together from what failed and what follows. */
export const answer = (
  inquiry: Inquiry,
  basis: Basis,
  failing: Rule[],
  effect: Effect,
  fields: FieldAnswer | null,
): Decision => {
  const { q } = inquiry;
  const permitted = effect.startsWith('PERMIT');
  const consequences = askConsequences(inquiry, basis.flows, effect, fields?.specialDisclosed ?? false);
  const reasons = ordered(failing);
  const reasonsInOrder = reasons.length > 0 ? reasons : groundOf(consequences);
  return {
    effect,
    outward: outwardOf(q, effect),
    disclosedPaths: permitted ? (fields?.disclosed ?? []) : [],
    obligations: obligationsOf(failing, consequences, effect),
    reason: reasonsInOrder[0] ?? '',
    reasonsInOrder,
    agreements: citedBy(basis),
    operation: operationOf(q),
    emergency: q.request.question === 'breakGlass',
    masked: maskedOf(basis).map(({ ref, rules }) => ({ ref, reason: ordered(rules)[0] ?? '' })),
    degraded: consequences.some(({ degraded }) => degraded),
    alarms: sorted([...failing, ...consequences].map(({ alarm }) => alarm)),
    marks: sorted(consequences.map(({ mark }) => mark)),
    travels: permitted ? travelling(q, consequences) : null,
    keeps: permitted ? keepingOf(q, basis.flows) : null,
    values: null,
    list: null,
    clauses: [...failing, ...consequences]
      .toSorted((a, b) => position(a) - position(b))
      .map(({ id, clause, reason }) => ({ rule: id, clause, reason })),
  };
};

const maskedOf = ({ others }: Basis) => others.filter(({ rules }) => rules.length > 0);

/** Decides about one item. */
export const decideItem = (bundle: ReadyBundle, q: Question, categories: Categories): Decision => {
  const inquiry = inquiryOf(bundle, q, categories, false);
  const basis = findBasis(inquiry);
  const masked = maskedOf(basis).map(({ ref }) => ref);
  const counts = countsOf(q);
  const fields = withoutSmall(askFields(inquiry, basis.flows, masked, categories), counts);
  const before = [...basis.failing, ...fields.failing];
  const refused = refuses(before);
  const failing = [...before, ...askWhole(inquiry, fields, { refused, othersMasked: masked.length > 0, counts })];
  const effect = effectOf(q, failing, fields.complete);
  const explained = refused || counts?.differencing ? failing.filter(explaining(failing)) : failing;
  const decision = answer(inquiry, basis, explained, effect, fields);
  return { ...decision, values: counts && publishedOf(counts, decision.disclosedPaths) };
};

const withoutSmall = (fields: FieldAnswer, counts: Counts | null): FieldAnswer => ({
  ...fields,
  disclosed: fields.disclosed.filter((path) => !counts?.suppressed.some((small) => covers(small, path))),
});

const publishedOf = ({ values }: Counts, disclosed: string[]): Record<string, number> =>
  Object.fromEntries(Object.entries(values).filter(([path]) => disclosed.includes(path)));
