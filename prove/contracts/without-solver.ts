// The check that needs nothing: the same four properties, looked at on requests one by one. Promise: what it finds is so. What it does not
// find is not proven: of fields it asks every class of question the rules tell apart, of errors what Cedar's validator rules out, and
// of dead clauses it looks for a request that wakes each.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { programOf, readSchema, schemaForm, type Schema } from '@gatehouse/policy/closures';
import { questioner } from '../closures/contract-rules.ts';
import { seeded } from '../faults/seeded.ts';
import { PROPERTIES, type Property } from './claim.ts';
import { everyRule, type ContractRule, type Rules } from './clauses.ts';
import type { Contracts } from './contracts-at-hand.ts';

export interface Looked {
  property: Property;
  /** Requests asked, or rules looked at. */
  looked: number;
  /** What was found that is not as claimed, in sentences. */
  faults: string[];
}

const TRIES = 40_000;

/** The words of a closed list that rules tell apart, and one that stands for all others. */
const toldApart = (list: readonly string[], rules: readonly ContractRule[]): string[] => {
  const named = list.filter((word) => rules.some(({ text }) => text.includes(JSON.stringify(word))));
  const other = list.find((word) => !named.includes(word));
  return other === undefined ? named : [...named, other];
};

const QUESTIONS = 'publish deliver open list search export aggregate onward breakGlass adverseDecision'.split(' ');
const BOTH = [true, false];

type Flow = NonNullable<ContractRule['flow']>;

/** Every class of question about a field of a flow's product. */
function* fieldQuestions(contracts: Contracts, flow: Flow, rules: readonly ContractRule[]) {
  const fields = contracts.products.find(({ product }) => product === flow.product)?.fields ?? {};
  const courses = Object.keys(contracts.lists.courses);
  const paths: [string, string][] = [
    ...Object.entries(fields).map(([path, { category }]): [string, string] => [path, category]),
    ...Object.keys(contracts.lists.sensitivity).map((category): [string, string] => [
      'a field of no product',
      category,
    ]),
  ];
  for (const [path, category] of paths)
    for (const question of toldApart(QUESTIONS, rules))
      for (const kind of toldApart(contracts.lists.partyKinds, rules))
        for (const training of [[], courses])
          for (const person of [{}, { person: 'somebody' }])
            for (const byName of BOTH)
              for (const necessary of BOTH)
                yield {
                  flow: flow.id,
                  question,
                  path,
                  category,
                  byName,
                  necessary,
                  past: [],
                  namesMasked: false,
                  product: { name: flow.product, categories: [category] },
                  caller: { kind, training, ...person },
                };
}

const lookAtFields = (contracts: Contracts, rules: Rules, schema: Schema): Looked[] => {
  const source: Looked = { property: 'source', looked: 0, faults: [] };
  const special: Looked = { property: 'special', looked: 0, faults: [] };
  for (const [instrument, own] of rules.instruments) {
    const speaking = [...rules.common, ...own].filter(({ actions }) => actions.includes('field'));
    const program = programOf(new Map(speaking.map(({ key, compiled }) => [key, compiled])), schema);
    for (const flow of instrument.flows)
      for (const context of fieldQuestions(contracts, flow, speaking)) {
        const looked = context.category === 'SRC' ? source : context.category === 'SPC' ? special : null;
        if (looked === null) continue;
        looked.looked += 1;
        const shown = program.answer({
          principal: { type: 'Gatehouse::Party', id: flow.consumers[0] ?? '' },
          action: { type: 'Gatehouse::Action', id: 'field' },
          resource: { type: 'Gatehouse::Product', id: flow.product },
          context,
        }).allowed;
        if (shown && (looked === source || !context.necessary))
          looked.faults.push(
            `${flow.id} (${flow.clause ?? 'a flow'}) shows ${context.path}, of the category ${context.category}, on ${context.question}`,
          );
      }
  }
  return [source, special].map((looked) => ({ ...looked, faults: [...new Set(looked.faults)] }));
};

const ARITHMETIC = ['+', '-', '*', 'neg'];

/** Whether an expression holds what can fail on values that fit the schema: numbers that grow, texts read as something else. */
const canFail = (json: unknown): boolean => {
  if (json === null || typeof json !== 'object') return false;
  if (Array.isArray(json)) return json.some(canFail);
  return Object.entries(json).some(
    ([name, inner]) =>
      ARITHMETIC.includes(name) ||
      (['datetime', 'duration', 'decimal', 'ip'].includes(name) && !JSON.stringify(inner).startsWith('[{"Value":')) ||
      canFail(inner),
  );
};

const lookAtErrors = (contracts: Contracts, rules: readonly ContractRule[]): Looked => {
  const answer = cedar.validate({
    schema: contracts.schema,
    policies: { staticPolicies: Object.fromEntries(rules.map(({ key, text }) => [key, text])) },
  });
  const invalid =
    answer.type === 'failure'
      ? answer.errors.map(({ message }) => message)
      : answer.validationErrors.map(({ policyId, error }) => `${policyId}: ${error.message}`);
  const failing = rules
    .filter(({ compiled }) => canFail(compiled.clauses.map(({ body }) => body)))
    .map(({ key }) => `${key} counts or reads a text as something else, which can fail`);
  return { property: 'errors', looked: rules.length, faults: [...invalid, ...failing] };
};

const wakes = (rule: ContractRule, schema: Schema): boolean => {
  const program = programOf(new Map([[rule.key, rule.compiled]]), schema);
  const question = questioner([{ [rule.id]: rule.text }], rule.actions);
  const random = seeded(1);
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      if (program.answer(question(random)).rules.includes(rule.key)) return true;
    } catch {
      // Chance makes questions that fit no schema as well.
    }
  }
  return false;
};

const lookForRequests = (rules: readonly ContractRule[], schema: Schema): Looked => ({
  property: 'dead',
  looked: rules.length,
  faults: rules
    .filter((rule) => !wakes(rule, schema))
    .map(({ key, clause }) => `no request was found that ${key} speaks of (${clause})`),
});

/** Looks at the properties, or at those named. All four take seconds. */
export const checkWithoutSolver = (contracts: Contracts, rules: Rules, named?: readonly string[]): Looked[] => {
  const schema = readSchema(schemaForm(contracts.schema));
  const all = everyRule(rules);
  const wanted = (property: Property): boolean => named?.includes(property) ?? true;
  return [
    ...(wanted('source') || wanted('special') ? lookAtFields(contracts, rules, schema) : []),
    ...(wanted('errors') ? [lookAtErrors(contracts, all)] : []),
    ...(wanted('dead') ? [lookForRequests(all, schema)] : []),
  ];
};

/** A line for each property, and one for each fault. */
export const lookedInWords = (looked: readonly Looked[]): string[] =>
  looked.flatMap(({ property, looked: count, faults }) => [
    `without a solver: ${PROPERTIES[property]}: ${count} looked at, ${faults.length} faults`,
    ...faults.map((fault) => `  - ${fault}`),
  ]);
