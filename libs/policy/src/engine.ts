// One question to the rules. Promise: an answer is given only when the engine that decides gave one without a single error
// on a question that fits the schema; anything else is thrown, and whoever decides turns it into a refusal. Which engine
// decides is one setting (ruling 11); the other one is asked as well of a share, and where they differ nothing is decided.
import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import { askCedar } from './cedar-engine.ts';
import { askClosures } from './closure-engine.ts';
import type { Request } from './closures/index.ts';
import { KeptAnswers } from './kept-answers.ts';
import { partOf, PolicyFault, type Part, type Rule, type RuleSet } from './rule-set.ts';
import { Shadow, type Divergence, type Given } from './shadow.ts';

export type CedarRecord = Record<string, CedarValueJson>;

export interface CedarQuestion {
  /** Party. */
  principal: string;
  action: string;
  resource: { type: 'Product' | 'Service'; id: string };
  context: CedarRecord;
}

export interface CedarAnswer {
  allowed: boolean;
  /** The rules that decided, by id: the satisfied forbids, or else the satisfied permits. */
  rules: Rule[];
}

const ENGINES = { 'cedar-wasm': askCedar, closures: askClosures };

export interface EngineSettings {
  /** Whose answer counts. */
  decides: keyof typeof ENGINES;
  /** The share of answers, 0 to 1, that the other engine is asked for too. */
  shadowed: number;
}

const WAITING = 100;

const rulesOf = (set: RuleSet, ids: readonly string[]): Rule[] =>
  (ids.length > 1 ? ids.toSorted() : ids).map((id) => {
    const rule = set.rules.get(id);
    if (!rule) throw new PolicyFault(`an answer names rule ${id}, which is not in the set`);
    return rule;
  });

const answerOf = (set: RuleSet, given: Exclude<Given, null>): CedarAnswer => {
  const { allowed, erring } = given;
  if (erring.length > 0) throw new PolicyFault(`rules erred: ${erring.join(', ')}`);
  const rules = rulesOf(set, given.rules);
  if (rules.length === 0 || rules.some(({ effect }) => effect !== (allowed ? 'permit' : 'forbid')))
    throw new PolicyFault('no rule speaks');
  return { allowed, rules };
};

const requestOf = ({ principal, action, resource, context }: CedarQuestion): Request => ({
  principal: { type: 'Gatehouse::Party', id: principal },
  action: { type: 'Gatehouse::Action', id: action },
  resource: { type: `Gatehouse::${resource.type}`, id: resource.id },
  context,
});

/** Asks one of several questions that share all but a few attributes of their context: these, and what they are called among them. */
export type Series = (differing: CedarRecord, name: string) => CedarAnswer;

export class Engine {
  readonly #asked: typeof askCedar;
  readonly #other: typeof askCedar;
  readonly #slow: boolean;
  #waiting = 0;
  readonly #kept = new KeptAnswers();
  readonly shadow: Shadow;

  constructor({ decides, shadowed }: EngineSettings, draw: () => number = Math.random) {
    this.#asked = ENGINES[decides];
    this.#slow = decides === 'cedar-wasm';
    this.#other = decides === 'closures' ? askCedar : askClosures;
    this.shadow = new Shadow(shadowed, draw);
  }

  /** @throws PolicyFault on any error or unexpected diagnostic, when no rule speaks at all, and once the engines differ. */
  ask(set: RuleSet, question: CedarQuestion): CedarAnswer {
    const part = partOf(question.action);
    // A closure answers sooner than its question is written down.
    if (part !== 'ask' && this.#slow) return this.series(set, question)({}, '');
    this.#mustAgree();
    return this.#answer(set, part, question);
  }

  /**
   * A series of questions about fields, the whole or what follows. What they share is written down once, and an answer that was given
   * is given again; one in so many is made again, to be held against the other engine as any other.
   */
  series(set: RuleSet, shared: CedarQuestion): Series {
    const part = partOf(shared.action);
    const kept = this.#kept.of(set, shared);
    return (differing, name) => {
      this.#mustAgree();
      const known = kept.get(name);
      const again = known !== undefined && this.shadow.isDrawn();
      if (known && !again) return known;
      const answer = this.#answer(set, part, { ...shared, context: { ...shared.context, ...differing } }, again);
      KeptAnswers.keep(kept, name, answer);
      return answer;
    };
  }

  #mustAgree(): void {
    if (this.shadow.diverged) throw new PolicyFault('the engines differ: nothing is decided');
  }

  #answer(set: RuleSet, part: Part, question: CedarQuestion, again = false): CedarAnswer {
    const request = requestOf(question);
    let given: Given = null;
    let fault: unknown;
    try {
      given = this.#asked(set, part, request);
    } catch (thrown) {
      fault = thrown;
    }
    const fresh = this.shadow.mustKnow(given, set.parts[part]);
    if (fresh || again || this.shadow.isDrawn()) this.#compare(set, part, request, given, fresh || this.#slow);
    if (given === null) throw fault;
    return answerOf(set, given);
  }

  /** cedar-wasm takes longer than a whole decision by closures: of a share it is asked once the answer is given. */
  #compare(set: RuleSet, part: Part, request: Request, given: Given, now: boolean): void {
    const compare = (): void => this.shadow.compare(request.action.id, given, this.#otherwise(set, part, request));
    if (now) compare();
    else this.#later(compare);
    this.#mustAgree();
  }

  /** Of a long list decided at once only so many wait: the sample is there to see, not to slow the rest down. */
  #later(compare: () => void): void {
    if (this.#waiting >= WAITING) return;
    this.#waiting += 1;
    setImmediate(() => {
      this.#waiting -= 1;
      compare();
    }).unref();
  }

  #otherwise(set: RuleSet, part: Part, request: Request): Given {
    try {
      return this.#other(set, part, request);
    } catch {
      return null;
    }
  }
}

// Ruling 11: the closures decide since the decision matrix (R13) held for cedar-wasm and both answered a hundred thousand random
// questions alike. Cedar costs a hundred times as much, so it is asked of one answer in a hundred.
export const UNLESS_SAID: EngineSettings = { decides: 'closures', shadowed: 0.01 };

let inUse = new Engine(UNLESS_SAID);

/** Takes other settings for this process, before it decides anything. */
export const useEngine = (settings: EngineSettings): void => {
  inUse = new Engine(settings);
};

/** A series of questions to the process' engine; as `Engine.series`. */
export const askSeries = (set: RuleSet, shared: CedarQuestion): Series => inUse.series(set, shared);

/** Asks one question of the process' engine; as `Engine.ask`. */
export const ask = (set: RuleSet, question: CedarQuestion): CedarAnswer => inUse.ask(set, question);

/** The process' engine as those see it who watch: whether it still decides, and how much of it was held against the other. */
export const deciding = {
  /** A part of readiness. */
  state: (): true | { refused: string } => !inUse.shadow.diverged || { refused: 'engines-diverged' },
  shadowed: (): number => inUse.shadow.asked,
  onDivergence: (listener: (divergence: Divergence) => void): (() => void) => inUse.shadow.onDivergence(listener),
};
