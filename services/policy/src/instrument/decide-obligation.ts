// Reminders of what is owed, that it is late, and that it was done (the obligations of each clause).
import { accept, refuse, unreachable, type Decision } from '@gatehouse/event-store/decider';
import { dayAfter, dayIn, dayWithin } from './day.ts';
import type { Standing } from './instrument.decider.ts';
import type { InstrumentEvent, MouObligationDue, MouObligationLate } from './instrument.events.ts';
import { lateKey, obligationKey, type Known } from './instrument.state.ts';
import { owedUntil, runningOf, standingOf, type Owed } from './obligation.ts';

export type ObligationCommand =
  | { type: 'RemindOfObligation'; data: Standing & MouObligationDue['data'] }
  | { type: 'NoteObligationLate'; data: Standing & MouObligationLate['data'] }
  | { type: 'NoteObligationEvent'; data: Standing & { clause: string; happenedAt: string } }
  | { type: 'RecordObligation'; data: Standing & { clause: string; due: string; evidence: string } };

export type ObligationRefusal = 'not-in-force' | 'obligation-unknown' | 'not-whoever-owes' | 'event-in-the-future';

type Decided = Decision<InstrumentEvent, ObligationRefusal>;

export const obligationOf = (command: ObligationCommand, instrument: Known): Decided => {
  const { agreed, ended, told } = instrument;
  // What runs from the end is owed after it.
  if (agreed.length === 0 || ended === 'WOUND_DOWN') return refuse('not-in-force');
  const { type, data } = command;
  switch (type) {
    case 'RemindOfObligation':
      if (told.includes(obligationKey(data))) return accept<InstrumentEvent>();
      return accept<InstrumentEvent>({ type: 'MouObligationDue', data: done(data) });
    case 'NoteObligationLate':
      if (told.includes(lateKey(data))) return accept<InstrumentEvent>();
      return accept<InstrumentEvent>({ type: 'MouObligationLate', data: done(data) });
    case 'NoteObligationEvent':
      return noteEvent(data, instrument);
    case 'RecordObligation':
      return recordDone(data, instrument);
    default:
      return unreachable(type);
  }
};

const done = <T extends Standing>({ actsFor: _whom, ...data }: T): Omit<T, 'actsFor'> => data;

const noteEvent = (
  { actsFor, clause, happenedAt, ...said }: Standing & { clause: string; happenedAt: string },
  instrument: Known,
): Decided => {
  const running = runningOf(instrument).find((one) => one.clause === clause);
  const due = running && dayWithin(happenedAt, running.within, instrument.agreed.at(-1)?.document.timezone ?? 'UTC');
  if (!running || !due) return refuse('obligation-unknown');
  if (actsFor !== null && actsFor !== running.owner) return refuse('not-whoever-owes');
  if (happenedAt > said.at) return refuse('event-in-the-future');
  const known = instrument.arisen.some((one) => one.clause === clause && one.at === happenedAt);
  if (known) return accept<InstrumentEvent>();
  return accept<InstrumentEvent>({
    type: 'MouObligationArose',
    data: { ...said, clause, owner: running.owner, happenedAt, due },
  });
};

/** How far ahead of its day something may be recorded as done. */
const AHEAD = 'P1Y';

const recordDone = (
  { actsFor, clause, due, evidence, ...said }: Standing & { clause: string; due: string; evidence: string },
  instrument: Known,
): Decided => {
  const today = dayIn(said.at, instrument.agreed.at(-1)?.document.timezone ?? 'UTC');
  const owed = owedUntil(instrument, dayAfter(today, AHEAD) ?? today).find(isThis({ clause, due }));
  if (!owed) return refuse('obligation-unknown');
  if (actsFor !== null && actsFor !== owed.owner) return refuse('not-whoever-owes');
  const state = standingOf(instrument, owed, today);
  if (state === 'DONE' || state === 'DONE_LATE') return accept<InstrumentEvent>();
  const data = { ...said, clause, owner: owed.owner, due, evidence, late: state === 'LATE' };
  return accept<InstrumentEvent>({ type: 'MouObligationDone', data });
};

const isThis = (asked: { clause: string; due: string }) => (owed: Owed) =>
  owed.clause === asked.clause && owed.due === asked.due;
