// What the clock brings about: expiry, the warnings before it, obligations that fall due. Pure.
import { dayIn } from './day.ts';
import type { InstrumentCommand } from './instrument.decider.ts';
import { obligationKey, warningKey, type Known } from './instrument.state.ts';

/** Days before the end of the term at which parties and secretary are told (clause 26). */
const WARNINGS = [90, 60, 30, 7];
/** Days before an obligation is due. */
const REMINDERS = [30, 7, 0];

interface Obligation {
  clause: string;
  owner: string;
  due: string;
}

/** The commands that are due at an instant, each once; `by` is the service itself. */
export const dueOf = (instrument: Known, at: string, by: { agency: string; person: null }): InstrumentCommand[] => {
  const last = instrument.agreed.at(-1);
  if (!last || instrument.ended) return [];
  const { term, timezone } = last.document;
  const today = dayIn(at, timezone);
  const said = { instrumentId: instrument.id, by, at, actsFor: null };
  if (today > term.to) return [{ type: 'RecordExpiry', data: said }];
  const warning = { daysLeft: reached(WARNINGS, daysTo(term.to, today)), termTo: term.to };
  const obligations = obligationsIn(last.document).map((obligation) => ({
    ...obligation,
    daysLeft: reached(REMINDERS, daysTo(obligation.due, today)),
  }));
  return [
    ...[warning]
      .filter(isReached)
      .filter((one) => !instrument.told.includes(warningKey(one)))
      .map((one) => ({ type: 'WarnOfExpiry' as const, data: { ...said, ...one } })),
    ...obligations
      .filter(isReached)
      .filter((one) => !instrument.told.includes(obligationKey(one)))
      .map((one) => ({ type: 'RemindOfObligation' as const, data: { ...said, ...one } })),
  ];
};

/** The nearest threshold that has been reached: who comes late is told the last thing alone. */
const reached = (thresholds: number[], days: number): number | null => {
  const passed = thresholds.filter((threshold) => days <= threshold);
  return passed.length > 0 ? Math.min(...passed) : null;
};

const isReached = <T extends { daysLeft: number | null }>(one: T): one is T & { daysLeft: number } =>
  one.daysLeft !== null;

const DAY_MS = 86_400_000;
const daysTo = (day: string, today: string): number => Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS);

/** Obligations a document may record with owner and day; one without a day is never due. */
export const obligationsIn = (document: object): Obligation[] => {
  const { obligations } = document as { obligations?: unknown };
  return Array.isArray(obligations)
    ? obligations.filter(isObligation).map(({ clause, owner, due }) => ({ clause: String(clause), owner, due }))
    : [];
};

const isObligation = (one: Partial<Record<keyof Obligation, unknown>> | null): one is Obligation =>
  (typeof one?.clause === 'string' || typeof one?.clause === 'number') &&
  typeof one.owner === 'string' &&
  typeof one.due === 'string' &&
  /^\d{4}-\d{2}-\d{2}$/.test(one.due);
