// A share of what is decided is asked of the other engine too. Promise: where the two differ, whoever watches is told, and from
// then on nothing is decided in this process: one of them is wrong, and nobody knows since when.
import type { Verdict } from './closures/index.ts';
import type { LoadedRule } from './loaded-rule.ts';

/** What the alarm may say: nothing of the question but what was asked, and the rules about which the engines differ. */
export interface Divergence {
  action: string;
  /** ids of at most ten rules; none where one of the two gave no answer */
  rules: string[];
}

/** An engine's answer; null when it gave none. */
export type Given = Verdict | null;

const RULES_NAMED = 10;

const spoken = (given: Given): string =>
  given === null ? 'none' : JSON.stringify([given.allowed, given.rules.toSorted(), given.erring.toSorted()]);

const differing = (one: Given, other: Given): string[] => {
  if (one === null || other === null) return [];
  const spokenOf = ({ rules, erring }: Verdict): string[] => [...rules, ...erring.map((id) => `${id} erred`)];
  const [here, there] = [spokenOf(one), spokenOf(other)];
  const apart = [...here.filter((id) => !there.includes(id)), ...there.filter((id) => !here.includes(id))];
  return apart.slice(0, RULES_NAMED);
};

export class Shadow {
  readonly #share: number;
  readonly #draw: () => number;
  readonly #seen = new WeakSet<LoadedRule>();
  readonly #listeners = new Set<(divergence: Divergence) => void>();
  #divergence: Divergence | null = null;
  #asked = 0;

  /**
   * @param share of the questions, 0 to 1; at 0 the other engine is asked nothing at all
   * @param draw a number in [0, 1), for chance
   */
  constructor(share: number, draw: () => number) {
    this.#share = share;
    this.#draw = draw;
  }

  /** Whether an answer must not be given before the other engine was asked: where a rule decides for the first time, or none does. */
  mustKnow(given: Given, loaded: Readonly<Record<string, LoadedRule>>): boolean {
    if (this.#share === 0) return false;
    if (given === null || given.erring.length > 0) return true;
    let fresh = false;
    for (const id of given.rules) {
      const rule = loaded[id];
      if (!rule || this.#seen.has(rule)) continue;
      this.#seen.add(rule);
      fresh = true;
    }
    return fresh;
  }

  /** Whether an answer is of the share that the other engine is asked for too. */
  isDrawn(): boolean {
    return this.#draw() < this.#share;
  }

  compare(action: string, given: Given, other: Given): void {
    this.#asked += 1;
    if (spoken(given) === spoken(other) || this.#divergence) return;
    this.#divergence = { action, rules: differing(given, other) };
    for (const listener of this.#listeners) listener(this.#divergence);
  }

  /** Tells of a divergence, also of one that has been. Gives what ends it. */
  onDivergence(listener: (divergence: Divergence) => void): () => void {
    this.#listeners.add(listener);
    if (this.#divergence) listener(this.#divergence);
    return () => void this.#listeners.delete(listener);
  }

  get diverged(): boolean {
    return this.#divergence !== null;
  }

  /** How many questions both engines were asked. */
  get asked(): number {
    return this.#asked;
  }
}
