// Which rows a list may show, worked out of the rules before any row is read. Promise: a row that the decision would show is
// never left out; what cannot be told of the columns keeps the row, and each row that is left is decided as ever.
import type { CompiledFlow } from '@gatehouse/agreements';
import { contextOf, type Inquiry } from '../basis.ts';
import type { Environment } from '../closures/expression.ts';
import type { CompiledRule } from '../closures/rule.ts';
import { entityKey, EntityRef, type RecordValue } from '../closures/value.ts';
import { inquiryOf } from '../decide.ts';
import type { Categories } from '../fields.ts';
import { versionsFor, type ReadyBundle, type ReadyInstrument } from '../instruments.ts';
import { questionSchema } from '../loaded-rule.ts';
import type { ItemFacts, Question } from '../question.ts';
import { PolicyFault, type RuleSet } from '../rule-set.ts';
import { decisive } from './decisive.ts';
import { all, anyOf, atMost, atom, conjuncts, every, not, type Formula } from './formula.ts';
import { asFormula, compilePartial, type Ask, type Known } from './partial.ts';

const conditions = new WeakMap<CompiledRule, Ask[]>();

const conditionsOf = (rule: CompiledRule): Ask[] => {
  const known = conditions.get(rule);
  if (known) return known;
  const made = rule.clauses.map(({ body }) => compilePartial(body, questionSchema().ancestors));
  conditions.set(rule, made);
  return made;
};

/** Where a rule holds. */
const holding = (rule: CompiledRule, known: Known): Formula => {
  if (!rule.inScope(known.environment)) return false;
  const asked = conditionsOf(rule);
  const parts: Formula[] = [];
  for (const [place, { kind }] of rule.clauses.entries()) {
    const part = asFormula(asked[place]!(known));
    if (part === (kind !== 'when')) return false;
    parts.push(kind === 'when' ? part : not(part));
  }
  return all(parts);
};

const LIST = new EntityRef('Gatehouse::Action', 'list');

/** The rules that can refuse a row of a flow, its own first: they mostly know at once. */
const refusing = ({ parts, rules }: RuleSet, flow: string): CompiledRule[] =>
  Object.entries(parts.ask)
    .filter(([id, { compiled }]) => {
      const rule = rules.get(id);
      const speaks = compiled.speaksOf(LIST) && (compiled.flows?.includes(flow) ?? true);
      return rule?.effect === 'forbid' && rule.narrows === null && speaks;
    })
    .map(([, { compiled }]) => compiled)
    .toSorted((a, b) => Number(a.flows === null) - Number(b.flows === null));

/** Where none of the rules holds. */
const passing = (rules: readonly CompiledRule[], known: Known): Formula => {
  const parts: Formula[] = [];
  for (const rule of rules) {
    const refused = holding(rule, known);
    if (refused === true) return false;
    parts.push(not(refused));
  }
  return atMost(all(parts));
};

const isOfSubject = (formula: Formula): boolean => JSON.stringify(formula).includes('"of":"subject"');

/** Cases that every main subject must have one of are cases of the item: by those rows are found. */
const casesOf = (formula: Formula): Formula[] =>
  conjuncts(formula).flatMap((part) =>
    typeof part === 'object' && 'atom' in part && part.atom.attribute === 'cases' && part.atom.is === 'any'
      ? [atom('item', 'cases', 'any', part.atom.values)]
      : [],
  );

const about = (formula: Formula): Formula => {
  const parts = conjuncts(formula);
  const ofSubject = decisive(all(parts.filter(isOfSubject)));
  return all([...parts.filter((part) => !isOfSubject(part)), ...casesOf(ofSubject), every(ofSubject)]);
};

const ABOUT_NOBODY = atom('item', 'subjects', 'empty');

/** Some row of an originator: only what is the same for all of his is looked at. */
const someItem = (product: string, originator: string): ItemFacts => ({
  id: '',
  product,
  originator,
  publishedAt: '1970-01-01T00:00:00Z',
  underVersions: {},
  caseRef: null,
  priority: '',
  subjects: [],
  handling: { code: '', conditions: [] },
  markers: [],
  reviewBy: null,
  destroyBy: null,
  payload: null,
});

const environmentOf = (inquiry: Inquiry, instrument: ReadyInstrument, flow: string): Environment => {
  const action = questionSchema().actions.get(entityKey('Gatehouse::Action', 'list'));
  if (!action) throw new PolicyFault('nothing can be listed');
  return {
    principal: new EntityRef('Gatehouse::Party', inquiry.q.caller.agency),
    action: action.action,
    resource: new EntityRef('Gatehouse::Product', inquiry.product.name),
    context: action.readContext(contextOf(inquiry, instrument, flow)),
  };
};

/** Which rows of an originator no rule refuses under a flow. */
const underFlow = (inquiry: Inquiry, instrument: ReadyInstrument, { id }: CompiledFlow): Formula => {
  const rules = refusing(instrument.rules, id);
  const environment = environmentOf(inquiry, instrument, id);
  const { originator, country } = environment.context['item'] as RecordValue;
  // No list says what its reader opened before (`listItems`).
  const item = new Map(Object.entries({ originator: originator!, country: country!, readBefore: false }));
  const known = (aboutSubject: boolean): Known => ({ environment, aboutSubject, item });
  return anyOf([
    all([not(ABOUT_NOBODY), about(passing(rules, known(true)))]),
    all([ABOUT_NOBODY, passing(rules, known(false))]),
  ]);
};

/** Which rows of an instrument's current version may be shown; those of earlier versions are for the decision. */
const underInstrument = (bundle: ReadyBundle, instrument: ReadyInstrument, q: Question, categories: Categories) => {
  const product = q.product ?? '';
  const flows = versionsFor(instrument, q, product).at(-1)?.flows ?? [];
  const offering = flows.filter(({ consumers }) => consumers.includes(q.caller.agency));
  return [...new Set(offering.map(({ producer }) => producer))].map((originator) => {
    const inquiry = inquiryOf(bundle, { ...q, item: someItem(product, originator) }, categories, false);
    const passed = anyOf(flows.map((flow) => underFlow(inquiry, instrument, flow)));
    return all([atom('row', 'originator', 'among', [originator]), passed]);
  });
};

/**
 * Which rows of a product a list may show to who asks.
 * @param q a question to list a product, about no item
 * @returns a formula that holds of every row the decision would show, and of few others; true where nothing can be said
 * @throws PolicyFault where it cannot be worked out
 */
export const narrowingOf = (bundle: ReadyBundle, q: Question, categories: Categories): Formula => {
  if (q.request.question !== 'list' || q.request.query !== undefined || q.item !== null || !q.product) return true;
  const found = bundle.instruments.flatMap((instrument) => underInstrument(bundle, instrument, q, categories));
  return all([atom('row', 'product', 'among', [q.product]), anyOf(found)]);
};
