// A breach of an instrument (clause 20): who noticed it gives notice, to whom the text says and in its time; what the clock finds untold is
// late, and every party hears of it.
import { ruleOf } from '@gatehouse/agreements/clause';
import { accept, refuse, unreachable, type Decision } from '@gatehouse/event-store/decider';
import { untold, type Breach } from './breach-state.ts';
import { dayIn, dayWithin, instantAfterIn } from './day.ts';
import type { Standing } from './instrument.decider.ts';
import type { InstrumentEvent, MouBreachNoticeGiven, MouBreachReported } from './instrument.events.ts';
import { everBound, occurrenceKey, type Known } from './instrument.state.ts';
import { owedUntil, runningOf, standingOf } from './obligation.ts';

type Reporting = Standing & Pick<MouBreachReported['data'], 'breachId' | 'noticedAt' | 'concerns'>;
type Telling = Standing & Pick<MouBreachNoticeGiven['data'], 'breachId' | 'to' | 'givenAt' | 'evidence'>;

export type BreachCommand =
  | { type: 'ReportBreach'; data: Reporting }
  | { type: 'RecordBreachNotice'; data: Telling }
  | { type: 'NoteBreachLate'; data: Standing & { breachId: string } };

export type BreachRefusal =
  | 'not-in-force'
  | 'not-a-party'
  | 'not-reported-by-a-party'
  | 'breach-names-no-party'
  | 'event-in-the-future'
  | 'breach-unknown'
  | 'not-whoever-owes'
  | 'notice-to-nobody-named'
  | 'notice-before-the-breach';

type Decided = Decision<InstrumentEvent, BreachRefusal>;

export const breachOf = (command: BreachCommand, instrument: Known): Decided => {
  // What was disclosed may be lost after the end, until every party has proven that it holds nothing.
  if (instrument.agreed.length === 0 || instrument.ended === 'WOUND_DOWN') return refuse('not-in-force');
  switch (command.type) {
    case 'ReportBreach':
      return report(command.data, instrument);
    case 'RecordBreachNotice':
      return tell(command.data, instrument);
    case 'NoteBreachLate':
      return late(command.data, instrument);
    default:
      return unreachable(command);
  }
};

const CLAUSE = 20;
/** Where the text names none of its own. */
const DEFAULT = { noticeWithin: 'PT72H', tells: ['originator', 'supervisory-authority'] };

const report = ({ actsFor, breachId, noticedAt, concerns, ...said }: Reporting, instrument: Known): Decided => {
  const bound = everBound(instrument);
  if (actsFor === null) return refuse('not-reported-by-a-party');
  if (!bound.includes(actsFor)) return refuse('not-a-party');
  if (!concerns.parties.every((party) => bound.includes(party))) return refuse('breach-names-no-party');
  if (noticedAt > said.at) return refuse('event-in-the-future');
  const { document } = instrument.agreed.at(-1)!;
  const { noticeWithin, tells } = ruleOf(document, CLAUSE) ?? DEFAULT;
  const noticeDue = instantAfterIn(noticedAt, noticeWithin, document.timezone);
  const due = dayIn(noticeDue, document.timezone);
  const data = {
    ...said,
    breachId,
    owner: actsFor,
    clause: String(CLAUSE),
    noticedAt,
    tells,
    noticeDue,
    due,
    concerns,
  };
  return accept<InstrumentEvent>({ type: 'MouBreachReported', data });
};

const breachIn = ({ breaches }: Known, breachId: string): Breach | undefined =>
  breaches.find((one) => one.breachId === breachId);

const tell = ({ actsFor, breachId, to, givenAt, evidence, ...said }: Telling, instrument: Known): Decided => {
  const breach = breachIn(instrument, breachId);
  if (!breach || (actsFor !== null && !everBound(instrument).includes(actsFor))) return refuse('breach-unknown');
  const { owner, clause, noticeDue, noticedAt, tells } = breach;
  if (actsFor !== null && actsFor !== owner) return refuse('not-whoever-owes');
  if (!tells.includes(to)) return refuse('notice-to-nobody-named');
  if (givenAt > said.at) return refuse('event-in-the-future');
  if (givenAt < noticedAt) return refuse('notice-before-the-breach');
  const left = untold(breach);
  if (!left.includes(to)) return accept<InstrumentEvent>();
  // What is recorded after the clock has run out is late, whatever instant it names.
  const data = { ...said, breachId, owner, clause, to, givenAt, evidence, late: said.at > noticeDue };
  const given: InstrumentEvent = { type: 'MouBreachNoticeGiven', data };
  return accept(given, ...(left.length === 1 ? obligationsDone(data, breach, instrument) : []));
};

/** With the last notice the obligations of clause 20 are done that ran from this breach, and from no other that is still open. */
const obligationsDone = (
  { instrumentId, by, at, evidence }: MouBreachNoticeGiven['data'],
  breach: Breach,
  instrument: Known,
): InstrumentEvent[] => {
  const zone = instrument.agreed.at(-1)!.document.timezone;
  const today = dayIn(at, zone);
  const daysOf = ({ noticedAt, owner }: Breach) =>
    runningOf(instrument)
      .filter((one) => one.owner === owner && one.clause.startsWith(`${CLAUSE}.`))
      .map(({ clause, within }) => ({ clause, due: dayWithin(noticedAt, within, zone) ?? '' }));
  const others = instrument.breaches.filter((one) => one.breachId !== breach.breachId && untold(one).length > 0);
  const open = others.flatMap(daysOf).map(occurrenceKey);
  const mine = daysOf(breach).filter((one) => !open.includes(occurrenceKey(one)));
  const until =
    mine
      .map(({ due }) => due)
      .toSorted()
      .at(-1) ?? today;
  return owedUntil(instrument, until)
    .filter((owed) => mine.some((one) => occurrenceKey(one) === occurrenceKey(owed)))
    .map((owed) => ({ owed, state: standingOf(instrument, owed, today) }))
    .filter(({ state }) => state === 'OWED' || state === 'LATE')
    .map(({ owed: { clause, owner, due }, state }) => {
      const data = { instrumentId, by, at, clause, owner, due, evidence, late: state === 'LATE' };
      return { type: 'MouObligationDone', data };
    });
};

const late = ({ actsFor: _clock, breachId, ...said }: Standing & { breachId: string }, instrument: Known): Decided => {
  const breach = breachIn(instrument, breachId);
  if (!breach) return refuse('breach-unknown');
  const { owner, clause, due, noticeDue, isLate } = breach;
  if (isLate || untold(breach).length === 0 || said.at <= noticeDue) return accept<InstrumentEvent>();
  return accept<InstrumentEvent>({ type: 'MouBreachNoticeLate', data: { ...said, breachId, owner, clause, due } });
};
