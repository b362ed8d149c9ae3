// Answers that are given again. An answer depends on nothing but the rules and the question. Those about a field, the whole and what
// follows name no item and no person it is about, so they come again and again; the one about item and person hardly ever does.
import type { CedarAnswer, CedarQuestion } from './engine.ts';
import type { RuleSet } from './rule-set.ts';

const SERIES = 1000;
// A product has some dozens of fields: more names than this are somebody's who makes them up.
const IN_A_SERIES = 500;

/** Answers to questions that are alike but for what their names stand for. */
export type KeptSeries = Map<string, CedarAnswer>;

/** The series asked for longest ago gives way. */
export class KeptAnswers {
  readonly #series = new Map<string, KeptSeries>();

  /** What is kept of these rules and this question, or of the series it is what they share of. */
  of({ key }: RuleSet, shared: CedarQuestion): KeptSeries {
    const name = `${key} ${JSON.stringify(shared)}`;
    const series = this.#series.get(name) ?? new Map<string, CedarAnswer>();
    this.#series.delete(name);
    this.#series.set(name, series);
    for (const oldest of this.#series.keys()) {
      if (this.#series.size <= SERIES) break;
      this.#series.delete(oldest);
    }
    return series;
  }

  static keep(series: KeptSeries, name: string, answer: CedarAnswer): void {
    if (series.size >= IN_A_SERIES) series.clear();
    series.set(name, answer);
  }
}
