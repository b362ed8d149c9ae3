// What the clock brings about: expiry, the warnings before it, obligations that fall due and those that are late. Pure.
import { ruleOf, type Clause } from '@gatehouse/agreements';
import { untold } from './breach-state.ts';
import { dayAfter, daysTo, dayIn } from './day.ts';
import type { InstrumentCommand } from './instrument.decider.ts';
import { lateKey, obligationKey, warningKey, type Known } from './instrument.state.ts';
import { owedUntil, standingOf, type Owed } from './obligation.ts';

/** Days before the end of the term at which parties and secretary are told, where clause 26 names no others. */
const WARNINGS = [90, 60, 30, 7];
/** Days before an obligation is due; of one that comes again every month nobody is told a month before. */
const REMINDERS = { once: [30, 7, 0], again: [7, 0] };

/** Days before the end of the term, as the text has them. */
export const warningsOf = (text: { clauses?: Clause[] }): readonly number[] => ruleOf(text, 26)?.warnings ?? WARNINGS;

/** The commands that are due at an instant, each once; `by` is the service itself. */
export const dueOf = (instrument: Known, at: string, by: { agency: string; person: null }): InstrumentCommand[] => {
  const last = instrument.agreed.at(-1);
  if (!last || instrument.ended === 'WOUND_DOWN') return [];
  const { term, timezone } = last.document;
  const today = dayIn(at, timezone);
  const said = { instrumentId: instrument.id, by, at, actsFor: null };
  const ended = instrument.ended ? undefined : instrument.notices.find(({ effectiveAt }) => effectiveAt <= at);
  if (ended) return [{ type: 'EndByNotice', data: { ...said, noticeId: ended.noticeId } }];
  if (!instrument.ended && today > term.to) return [{ type: 'RecordExpiry', data: said }];
  const warning = { daysLeft: reached(warningsOf(last.document), daysTo(term.to, today)), termTo: term.to };
  const open = owedUntil(instrument, dayAfter(today, 'P30D') ?? today).map((owed) => ({
    owed,
    state: standingOf(instrument, owed, today),
  }));
  return [
    ...(instrument.ended ? [] : [warning])
      .filter(isReached)
      .filter((one) => !instrument.told.includes(warningKey(one)))
      .map((one) => ({ type: 'WarnOfExpiry' as const, data: { ...said, ...one } })),
    ...open
      .filter(({ state }) => state === 'OWED')
      .map(({ owed }) => ({ ...occurrence(owed), daysLeft: reached(remindersOf(owed), daysTo(owed.due, today)) }))
      .filter(isReached)
      .filter((one) => !instrument.told.includes(obligationKey(one)))
      .map((one) => ({ type: 'RemindOfObligation' as const, data: { ...said, ...one } })),
    ...open
      .filter(({ state }) => state === 'LATE')
      .map(({ owed }) => occurrence(owed))
      .filter((one) => !instrument.told.includes(lateKey(one)))
      .map((one) => ({ type: 'NoteObligationLate' as const, data: { ...said, ...one } })),
    ...instrument.breaches
      .filter((breach) => !breach.isLate && breach.noticeDue < at && untold(breach).length > 0)
      .map(({ breachId }) => ({ type: 'NoteBreachLate' as const, data: { ...said, breachId } })),
  ];
};

const remindersOf = ({ repeats }: Owed): number[] => (repeats ? REMINDERS.again : REMINDERS.once);

const occurrence = ({ clause, owner, due }: Owed) => ({ clause, owner, due });

/** The nearest threshold that has been reached: who comes late is told the last thing alone. */
const reached = (thresholds: readonly number[], days: number): number | null => {
  const passed = thresholds.filter((threshold) => days <= threshold);
  return passed.length > 0 ? Math.min(...passed) : null;
};

const isReached = <T extends { daysLeft: number | null }>(one: T): one is T & { daysLeft: number } =>
  one.daysLeft !== null;
