// The timers that the text of an instrument sets: days that the clock is compared with, and periods that begin with each item or event.
// The days are those of the last text that was agreed, as the clock's own acts take them; the periods of flows are those of the text in
// effect, since what was released keeps those it was released with. Pure.
import { ruleOf, type Clause, type CompiledFlow } from '@gatehouse/agreements';
import type { BundleInstrument } from '@gatehouse/policy';
import { dayAfter } from '../instrument/day.ts';
import { warningsOf } from '../instrument/due.ts';

export interface Timer {
  instrumentId: string;
  /** `term.end`, `term.warning.90`, `review`, `obligation.26.1`, `flow.2.acknowledge`, ... */
  name: string;
  /** ISO 8601: a day in the zone of the instrument; or a period */
  due: string;
  /** of the text that sets it */
  version: number;
}

/** None of an instrument that is wound down. One that has ended owes what runs from its end, and no more. */
export const timersOf = (instrument: BundleInstrument): Timer[] => {
  const { state, compiled, texts } = instrument;
  if (state === 'WOUND_DOWN') return [];
  const last = texts?.at(-1)?.document ?? compiled;
  const isOver = state === 'EXPIRED' || state === 'TERMINATED';
  const named = (version: number, timers: [name: string, due: string][]): Timer[] =>
    timers.map(([name, due]) => ({ instrumentId: compiled.id, name, due, version }));
  return [
    ...named(last.version, isOver ? [] : daysOf(last)),
    ...named(last.version, obligationsOf(last.clauses ?? [], isOver)),
    ...named(compiled.version, isOver ? [] : compiled.flows.flatMap(periodsOf)),
  ];
};

const daysOf = (text: { term: { to: string }; clauses?: Clause[] }): [string, string][] => {
  const reviewBy = ruleOf(text, 26)?.reviewBy;
  return [
    ['term.end', text.term.to],
    ...warningsOf(text).map((days): [string, string] => [
      `term.warning.${days}`,
      dayAfter(text.term.to, `P${days}D`, -1) ?? text.term.to,
    ]),
    ...(reviewBy === undefined ? [] : [['review', reviewBy] as [string, string]]),
  ];
};

const obligationsOf = (clauses: readonly Clause[], isOver: boolean): [string, string][] =>
  clauses.flatMap(({ clause, obligations = [] }) =>
    obligations.flatMap(({ due, every, within }, index): [string, string][] => {
      const set = isOver ? within : (due ?? every ?? within);
      return set === undefined ? [] : [[`obligation.${clause}.${index + 1}`, set]];
    }),
  );

const periodsOf = ({ acknowledge, retain, special }: CompiledFlow, index: number): [string, string][] => {
  const flow = `flow.${index + 1}`;
  return [
    ...(acknowledge === null ? [] : [[`${flow}.acknowledge`, acknowledge] as [string, string]]),
    [`${flow}.review`, retain.review],
    [`${flow}.destroy`, retain.destroy],
    ...(special ? [[`${flow}.special.destroy`, special.destroy] as [string, string]] : []),
  ];
};
