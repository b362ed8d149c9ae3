// Holds the closures against Cedar: the same rules, the same questions, an answer each.
import type { Request } from '@gatehouse/policy/closures';
import { seeded } from '../faults/seeded.ts';
import { CHANGED, OF_OTHERS, READING } from './corner-questions.ts';
import { RULE_SETS } from './corner-rules.ts';
import { TEXT_CORNERS } from './corner-texts.ts';
import { CORNERS } from './corners.ts';
import { questioner, ruleSets, type Rules } from './contract-rules.ts';
import { cedarOf, closuresOf, textOf, type Answered, type Compiler } from './engines.ts';
import { randomQuestion } from './random-questions.ts';
import { randomRule } from './random-rules.ts';

const RULES_AT_MOST = 8;

/** Rules, and questions with the answers Cedar gave. */
export interface Answers {
  rules: Rules;
  asked: { request: Request; cedar: Answered }[];
}

export interface Agreement {
  questions: number;
  /** of these, how many had another answer */
  differences: number;
  /** how many Cedar allowed, refused by a rule, answered while rules erred, and did not take */
  kinds: Record<'allowed' | 'refused' | 'erring' | 'unfit', number>;
  /** the first difference, for whoever has to find its cause */
  first: string | null;
}

/** Random rule sets of the random schema, one after the other. */
export function* randomAnswers(schema: string, seed: number, sets: number, each: number): Generator<Answers> {
  const random = seeded(seed);
  const cedar = cedarOf(schema, `random ${seed}`);
  for (let set = 0; set < sets; set += 1) {
    const count = 1 + Math.floor(random() * RULES_AT_MOST);
    const rules = Object.fromEntries(
      Array.from({ length: count }, (_, place) => [`rule ${place}`, textOf(randomRule(random))]),
    );
    const ask = cedar(rules);
    yield { rules, asked: questions(each, () => randomQuestion(random), ask) };
  }
}

/** A rule of each condition and kind. */
const rulesOf = (conditions: readonly string[], ...kinds: ('when' | 'unless')[]): Rules =>
  Object.fromEntries(
    conditions.flatMap((condition) =>
      kinds.map((kind) => [`${kind} ${condition}`, `permit (principal, action, resource) ${kind} { ${condition} };`]),
    ),
  );

/** The edges, by what they are edges of: rules, and what they are asked. */
export const EDGES: Readonly<Record<string, () => [rules: Rules, requests: readonly Request[]][]>> = {
  'texts of the extension types': () => [[rulesOf(TEXT_CORNERS, 'when'), OF_OTHERS.slice(0, 1)]],
  'a rule': () => RULE_SETS.map((rules) => [rules, OF_OTHERS]),
  'a question': () => [[READING, CHANGED]],
};

/** What Cedar answers at an edge. */
export function* edgeAnswers(schema: string, edge: string): Generator<Answers> {
  const cedar = cedarOf(schema, `the edges of ${edge}`);
  for (const [rules, requests] of EDGES[edge]!()) {
    const ask = cedar(rules);
    yield { rules, asked: requests.map((request) => ({ request, cedar: ask(request) })) };
  }
}

/** The edges of the language, each once as when and once as unless, asked at random. */
export function* cornerAnswers(schema: string, seed: number, each: number): Generator<Answers> {
  const random = seeded(seed);
  const rules = rulesOf(CORNERS, 'when', 'unless');
  yield { rules, asked: questions(each, () => randomQuestion(random), cedarOf(schema, `corners ${seed}`)(rules)) };
}

/** The rule sets of the contracts, each asked at random. */
export function* contractAnswers(schema: string, seed: number, each: number): Generator<Answers> {
  const random = seeded(seed);
  const cedar = cedarOf(schema, `contracts ${seed}`);
  const sets = ruleSets();
  const question = questioner(sets);
  for (const rules of sets) {
    const ask = cedar(rules);
    yield { rules, asked: questions(each, () => question(random), ask) };
  }
}

const questions = (count: number, question: () => Request, ask: (request: Request) => Answered) =>
  Array.from({ length: count }, () => {
    const request = question();
    return { request, cedar: ask(request) };
  });

const kindOf = (answered: Answered): keyof Agreement['kinds'] => {
  if (answered === null) return 'unfit';
  const { allowed, erring } = JSON.parse(answered) as { allowed: boolean; erring: string[] };
  return erring.length > 0 ? 'erring' : allowed ? 'allowed' : 'refused';
};

/** Asks the closures what Cedar was asked. */
export const agreementOf = (compiler: Compiler, schema: string, given: Iterable<Answers>): Agreement => {
  const closures = closuresOf(compiler, schema);
  const found: Agreement = {
    questions: 0,
    differences: 0,
    kinds: { allowed: 0, refused: 0, erring: 0, unfit: 0 },
    first: null,
  };
  for (const { rules, asked } of given) {
    const ask = closures(rules);
    for (const { request, cedar } of asked) {
      found.questions += 1;
      found.kinds[kindOf(cedar)] += 1;
      const closure = ask(request);
      if (closure === cedar) continue;
      found.differences += 1;
      found.first ??= JSON.stringify({ rules, request, cedar, closure });
    }
  }
  return found;
};

/** Whether a compiler is seen to differ from Cedar; one that fails outright is. */
export const isNoticed = (compiler: Compiler, schema: string, given: Iterable<Answers>): boolean => {
  const closures = closuresOf(compiler, schema);
  for (const { rules, asked } of given)
    try {
      const ask = closures(rules);
      if (asked.some(({ request, cedar }) => ask(request) !== cedar)) return true;
    } catch {
      return true;
    }
  return false;
};
