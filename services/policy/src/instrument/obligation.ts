// What the clauses of an agreed text oblige whom to, and until which days. What is owed within a period of an event has its day once the event
// came: some this service sees by itself, of the others somebody tells it. Pure.
import type { Clause } from '@gatehouse/agreements';
import { dayAfter, dayIn, dayWithin } from './day.ts';
import { occurrenceKey, type AgreedVersion, type Arisen, type Known } from './instrument.state.ts';
import { isDeepStrictEqual } from 'node:util';

/** One occurrence of an obligation. */
export interface Owed {
  /** the clause and which of its obligations: `26.1` */
  clause: string;
  /** the party */
  owner: string;
  post: string;
  does: string;
  evidence: string;
  /** ISO 8601 day in the zone of the instrument */
  due: string;
  /** owed again after each period */
  repeats: boolean;
}

/**
 * Whatever is owed until a day, the earliest first. A period begins when the obligation took effect, which may be later than the
 * instrument. Nothing before anything is agreed.
 */
export const owedUntil = (instrument: Known, until: string): Owed[] => {
  const { agreed, arisen } = instrument;
  const last = agreed.at(-1);
  if (!last) return [];
  const { clauses = [], timezone } = last.document;
  const since = (number: number, index: number): string => dayIn(effectOf(agreed, number, index), timezone);
  return clauses
    .flatMap((clause) => [
      ...(isOver(instrument) ? [] : obligationsOf(clause, since, until)),
      ...sinceEvents(clause, arisen, timezone),
    ])
    .filter(({ due }) => due <= until)
    .toSorted((one, other) => one.due.localeCompare(other.due));
};

/** From when on an obligation of the last version has been owed as it is. */
const effectOf = (agreed: readonly AgreedVersion[], number: number, index: number): string => {
  const saidIn = ({ document }: AgreedVersion) =>
    document.clauses?.find(({ clause }) => clause === number)?.obligations?.[index];
  const [last, ...before] = agreed.toReversed();
  const changed = before.findIndex((version) => !isDeepStrictEqual(saidIn(version), last && saidIn(last)));
  return (changed < 0 ? agreed[0] : agreed.at(-1 - changed))?.effectiveFrom ?? '';
};

const isOver = ({ ended }: Known): boolean => ended !== null;

/** An obligation that runs from an event: whose, and within which period. */
export interface Running {
  clause: string;
  owner: string;
  within: string;
}

/** Every obligation of the text that runs from an event. */
export const runningOf = ({ agreed }: Known): Running[] =>
  (agreed.at(-1)?.document.clauses ?? []).flatMap(({ clause, obligations = [] }) =>
    obligations.flatMap(({ owner, within }, index) =>
      within === undefined ? [] : [{ clause: `${clause}.${index + 1}`, owner: owner.party, within }],
    ),
  );

const sinceEvents = ({ clause, obligations = [] }: Clause, arisen: readonly Arisen[], zone: string): Owed[] =>
  obligations.flatMap(({ owner, does, evidence, within, after }, index): Owed[] => {
    if (within === undefined) return [];
    const said = { clause: `${clause}.${index + 1}`, owner: owner.party, post: owner.post, does, evidence };
    const days = arisen
      .filter((event) => (event.clause === null ? event.after === after : event.clause === said.clause))
      .filter(({ of }) => of === null || of === owner.party)
      .flatMap(({ at }) => dayWithin(at, within, zone) ?? []);
    return [...new Set(days)].map((due) => ({ ...said, due, repeats: false }));
  });

const obligationsOf = (
  { clause, obligations = [] }: Clause,
  since: (clause: number, index: number) => string,
  until: string,
): Owed[] =>
  obligations.flatMap(({ owner, does, evidence, due, every }, index): Owed[] => {
    const said = { clause: `${clause}.${index + 1}`, owner: owner.party, post: owner.post, does, evidence };
    if (due !== undefined) return [{ ...said, due, repeats: false }];
    return every === undefined
      ? []
      : daysOf(since(clause, index), every, until).map((day) => ({ ...said, due: day, repeats: true }));
  });

/** Each day on which a period ends, up to one. */
const daysOf = (from: string, period: string, until: string): string[] => {
  const days: string[] = [];
  for (let day = dayAfter(from, period); day !== null && day <= until; day = dayAfter(from, period, days.length + 1))
    days.push(day);
  return days;
};

export type ObligationState = 'OWED' | 'LATE' | 'DONE' | 'DONE_LATE';

/** How one stands: done or late is what was recorded, late also what the day itself says. */
export const standingOf = ({ done }: Known, owed: Owed, today: string): ObligationState => {
  const recorded = done.find((one) => occurrenceKey(one) === occurrenceKey(owed));
  if (recorded) return recorded.late ? 'DONE_LATE' : 'DONE';
  return owed.due < today ? 'LATE' : 'OWED';
};
