// What the clauses of an agreed text oblige whom to, and until which days. What is owed within a period of an event has its day once the event
// came: some this service sees by itself, of the others somebody tells it. Pure.
import { dayAfter, dayIn, dayWithin } from './day.ts';
import { occurrenceKey, type Arisen, type Known } from './instrument.state.ts';
import { namedIn, type Named } from './obligation-numbers.ts';

/** One occurrence of an obligation. */
export interface Owed {
  /** the clause and which of its obligations: `26.1`; the same in every version that has it */
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
  const { timezone } = last.document;
  return namedOf(instrument)
    .flatMap((named) => [
      ...(isOver(instrument) ? [] : regular(named, timezone, until)),
      ...sinceEvents(named, arisen, timezone),
    ])
    .filter(({ due }) => due <= until)
    .toSorted((one, other) => one.due.localeCompare(other.due));
};

/** Every obligation of the text that holds. */
const namedOf = ({ agreed }: Known): Named[] =>
  (agreed.at(-1)?.document.clauses ?? []).flatMap(({ clause }) => namedIn(agreed, clause));

const isOver = ({ ended }: Known): boolean => ended !== null;

/** An obligation that runs from an event: whose, and within which period. */
export interface Running {
  clause: string;
  owner: string;
  within: string;
}

/** Every obligation of the text that runs from an event. */
export const runningOf = (instrument: Known): Running[] =>
  namedOf(instrument).flatMap(({ clause, obligation: { owner, within } }) =>
    within === undefined ? [] : [{ clause, owner: owner.party, within }],
  );

const saidOf = ({ clause, obligation: { owner, does, evidence } }: Named) => ({
  clause,
  owner: owner.party,
  post: owner.post,
  does,
  evidence,
});

const sinceEvents = (named: Named, arisen: readonly Arisen[], zone: string): Owed[] => {
  const { owner, within, after } = named.obligation;
  if (within === undefined) return [];
  const days = arisen
    .filter((event) => (event.clause === null ? event.after === after : event.clause === named.clause))
    .filter(({ of }) => of === null || of === owner.party)
    .flatMap(({ at }) => dayWithin(at, within, zone) ?? []);
  return [...new Set(days)].map((due) => ({ ...saidOf(named), due, repeats: false }));
};

/** What is owed by a day, or after each period. */
const regular = (named: Named, zone: string, until: string): Owed[] => {
  const { due, every } = named.obligation;
  if (due !== undefined) return [{ ...saidOf(named), due, repeats: false }];
  if (every === undefined) return [];
  return daysOf(dayIn(named.effectiveFrom, zone), every, until).map((day) => ({
    ...saidOf(named),
    due: day,
    repeats: true,
  }));
};

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
