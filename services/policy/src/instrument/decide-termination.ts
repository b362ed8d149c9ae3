// How an instrument is ended before its term (clause 27): by a party that leaves, with its signed notice and no sooner than was agreed, or
// by the secretariat where the liaison working group decided so. Pure.
import { ruleOf, type Clause } from '@gatehouse/agreements/clause';
import { accept, refuse, type Decision } from '@gatehouse/event-store/decider';
import type { Terminate } from '@gatehouse/policy';
import { dayIn, instantAfter } from './day.ts';
import { faultOfOrder, type Ordering, type OrderRefusal } from './decide-order.ts';
import type { Standing } from './instrument.decider.ts';
import type { InstrumentEvent } from './instrument.events.ts';
import { boundBy, effectiveAt, isOfLawOrLife, type Known } from './instrument.state.ts';

/** A decision of the working group of this instrument, as it was found. */
export interface GroundOfGroup {
  decisionId: string;
  outcome: 'ADOPTED' | 'REJECTED' | null;
  about: string | null;
  /** parties that voted on it */
  voted: string[];
}

export type TerminationCommand =
  | {
      type: 'TerminateInstrument';
      data: Standing & Ordering<Terminate> & { reason: string; decision: GroundOfGroup | null };
    }
  | { type: 'EndByNotice'; data: Standing & { noticeId: string } };

export type TerminationRefusal =
  | 'not-in-force'
  | 'not-terminable'
  | 'decision-missing'
  | 'decision-not-adopted'
  | 'decision-about-something-else'
  | 'decision-not-of-all-parties'
  | 'notice-too-short'
  | 'notice-given'
  | 'notice-unknown'
  | 'notice-not-over'
  | OrderRefusal;

type Decided = Decision<InstrumentEvent, TerminationRefusal>;
type Terminating = Extract<TerminationCommand, { type: 'TerminateInstrument' }>['data'];

export const terminationOf = (command: TerminationCommand, instrument: Known): Decided => {
  if (instrument.ended === 'TERMINATED') return accept<InstrumentEvent>();
  const { at } = command.data;
  if (isOfLawOrLife(effectiveAt(instrument, at)?.document.instrument ?? '')) return refuse('not-terminable');
  if (instrument.agreed.length === 0 || instrument.ended) return refuse('not-in-force');
  if (command.type === 'EndByNotice') return end(command.data, instrument);
  return command.data.actsFor === null ? byDecision(command.data, instrument) : notice(command.data, instrument);
};

// A party that joined after the vote has not decided anything.
const byDecision = ({ decision, by, at, instrumentId, reason }: Terminating, instrument: Known): Decided => {
  if (!decision) return refuse('decision-missing');
  const { decisionId, outcome, about, voted } = decision;
  if (outcome !== 'ADOPTED') return refuse('decision-not-adopted');
  if (about !== 'TERMINATION') return refuse('decision-about-something-else');
  if (!boundBy(instrument, at).every((party) => voted.includes(party))) return refuse('decision-not-of-all-parties');
  const data = { instrumentId, by, at, reason, noticeId: null, decisionId };
  return accept<InstrumentEvent>({ type: 'MouTerminated', data });
};

const notice = (data: Terminating, instrument: Known): Decided => {
  const { actsFor, signed, fault, by, at, instrumentId, reason } = data;
  const wrong = faultOfOrder({ actsFor, at }, { signed, fault }, instrument);
  if (wrong === 'done') return accept<InstrumentEvent>();
  if (wrong || !signed) return refuse(wrong ?? 'order-not-signed');
  if (instrument.notices.some((one) => one.by.agency === by.agency)) return refuse('notice-given');
  const { orderId: noticeId, effectiveAt: ends } = signed.order;
  if (ends < earliestEnd(instrument, signed.order.at)) return refuse('notice-too-short');
  const due = dayIn(ends, effectiveAt(instrument, at)?.document.timezone ?? 'UTC');
  return accept<InstrumentEvent>({
    type: 'MouTerminationNoticed',
    data: { instrumentId, by, at, noticeId, effectiveAt: ends, due, reason, signed },
  });
};

const end = ({ noticeId, by, at, instrumentId }: Standing & { noticeId: string }, instrument: Known): Decided => {
  const given = instrument.notices.find((one) => one.noticeId === noticeId);
  if (!given) return refuse('notice-unknown');
  if (at < given.effectiveAt) return refuse('notice-not-over');
  const data = { instrumentId, by, at, reason: given.reason, noticeId, decisionId: null };
  return accept<InstrumentEvent>({ type: 'MouTerminated', data });
};

/** Where neither clause 27 nor clause 24 names a period. */
const NOTICE = 'P30D';

/** The first instant at which a notice given at `at` may end an instrument. */
export const earliestEnd = (instrument: Known, at: string): string => {
  const document = effectiveAt(instrument, at)?.document;
  return instantAfter(at, (document && noticePeriodOf(document)) ?? NOTICE) ?? instantAfter(at, NOTICE) ?? at;
};

const noticePeriodOf = (document: { clauses?: Clause[] }): string | undefined =>
  ruleOf(document, 27)?.noticePeriod ?? ruleOf(document, 24)?.noticePeriod;
