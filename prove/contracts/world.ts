// What the program asks, as conditions in Cedar. A clause counts as alive only where a question about its flow and that flow's product
// wakes it; a flow only where it gives something that has codes of the closed lists. (A list that names every code there is stays a
// clause: more codes may come.) What is never to happen is proven of every question the schema allows, and narrowed here by one thing
// alone: a field comes with the category its product gives it (libs/policy, fields).
import type { CompiledFlow, CompiledInstrument } from '@gatehouse/agreements';
import type { Contracts } from './contracts-at-hand.ts';

const word = (text: string): string => JSON.stringify(text);
const oneOf = (words: string[], what: string): string => `[${words.map(word).join(', ')}].contains(${what})`;
const all = (...conditions: string[]): string => conditions.map((condition) => `(${condition})`).join(' && ');

const fieldsOf = ({ products }: Contracts, name: string) =>
  products.find(({ product }) => product === name)?.fields ?? {};

/** A product's fields of some categories, each path with the category the product gives it. */
export const fieldsWith = (
  contracts: Contracts,
  product: string,
  categories: (category: string) => boolean,
): string => {
  const paths = Map.groupBy(
    Object.entries(fieldsOf(contracts, product)).filter(([, { category }]) => categories(category)),
    ([, { category }]) => category,
  );
  const listed = [...paths].map(
    ([category, fields]) =>
      `(${oneOf(
        fields.map(([path]) => path),
        'context.path',
      )} && context.category == ${word(category)})`,
  );
  return listed.length === 0 ? 'false' : listed.join(' || ');
};

/** Types of alert an item of the product can be of; an empty one where it is no alert. */
const alertTypes = (contracts: Contracts, product: string): string[] =>
  fieldsOf(contracts, product)['type']?.codes === 'alertTypes' ? Object.keys(contracts.lists.alertTypes) : [''];

const ofProduct = (product: string): string =>
  all(`context.product.name == ${word(product)}`, `resource == Gatehouse::Product::${word(product)}`);

/** A question about the item, put to one flow. */
export const askedOf = (instrument: CompiledInstrument, flow: CompiledFlow, action: string): string =>
  all(
    `context.flow == ${word(flow.id)}`,
    `context.question == ${word(action)}`,
    ofProduct(flow.product),
    `context.instrument.kind == ${word(instrument.instrument)}`,
    'context.caller.vetting >= -1 && context.caller.vetting <= 3',
  );

/** The same about an item and a person, with codes of the closed lists alone. */
export const codedOf = (
  contracts: Contracts,
  instrument: CompiledInstrument,
  flow: CompiledFlow,
  action: string,
): string =>
  all(
    askedOf(instrument, flow, action),
    oneOf(contracts.lists.instrumentStates, 'context.instrument.state'),
    oneOf(Object.keys(contracts.lists.purposes), 'context.request.purpose'),
    `context has item && ${oneOf(alertTypes(contracts, flow.product), 'context.item.alertType')}`,
    `context has subject && ${oneOf(Object.keys(contracts.lists.subjectCategories), 'context.subject.category')}`,
  );

/** A question about a field, put to one flow. */
export const fieldAskedOf = (flow: CompiledFlow): string =>
  all(`context.flow == ${word(flow.id)}`, ofProduct(flow.product));

/** The same about a field that the flow's product has, with the category the product gives it. */
export const fieldOf = (contracts: Contracts, flow: CompiledFlow, categories: (category: string) => boolean): string =>
  all(fieldAskedOf(flow), fieldsWith(contracts, flow.product, categories));

/** What follows from an answer under a flow. */
export const followsOf = (instrument: CompiledInstrument, flow: CompiledFlow): string =>
  all(
    `context.flow == ${word(flow.id)}`,
    ofProduct(flow.product),
    `context.kind == ${word(instrument.instrument)}`,
    '!(context.permitted && context.waits)',
  );
