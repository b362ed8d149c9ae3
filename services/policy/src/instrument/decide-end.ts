// The end of an instrument (clauses 26, 27) and the warnings before it. Expiry needs no event to take effect: the rules compare
// the day; the event only records it.
import { accept, refuse, unreachable, type Decision } from '@gatehouse/event-store/decider';
import { dayIn } from './day.ts';
import type { SignatureFault } from '@gatehouse/policy';
import type { Standing } from './instrument.decider.ts';
import type { InstrumentEvent, MouExpiryWarned, MouReturnProven } from './instrument.events.ts';
import { partiesOf, warningKey, type Known } from './instrument.state.ts';

export type EndCommand =
  | { type: 'RecordExpiry'; data: Standing }
  | { type: 'ProveReturn'; data: Standing & MouReturnProven['data'] & { fault: SignatureFault | null } }
  | { type: 'WindDown'; data: Standing }
  | { type: 'WarnOfExpiry'; data: Standing & MouExpiryWarned['data'] };

export type EndRefusal =
  | 'not-in-force'
  | 'term-not-over'
  | 'not-over'
  | 'proofs-missing'
  | 'already-proven'
  | 'proof-before-the-end'
  | 'signature-of-another-party'
  | SignatureFault;

type Decided = Decision<InstrumentEvent, EndRefusal>;

export const endOf = (command: EndCommand, instrument: Known): Decided => {
  const { type, data } = command;
  switch (type) {
    case 'RecordExpiry':
      return expire(data, instrument);
    case 'ProveReturn':
      return prove(data, instrument);
    case 'WindDown':
      return windDown(data, instrument);
    case 'WarnOfExpiry':
      if (instrument.told.includes(warningKey(data))) return accept<InstrumentEvent>();
      return inForce(instrument, { type: 'MouExpiryWarned', data: done(data) });
    default:
      return unreachable(type);
  }
};

const done = <T extends Standing>({ actsFor: _whom, ...data }: T): Omit<T, 'actsFor'> => data;

const inForce = ({ agreed, ended }: Known, event: InstrumentEvent): Decided =>
  agreed.length === 0 || ended ? refuse('not-in-force') : accept<InstrumentEvent>(event);

const expire = (data: Standing, instrument: Known): Decided => {
  if (instrument.ended === 'EXPIRED') return accept<InstrumentEvent>();
  const last = instrument.agreed.at(-1);
  if (!last || instrument.ended) return refuse('not-in-force');
  const { term, timezone } = last.document;
  if (dayIn(data.at, timezone) <= term.to) return refuse('term-not-over');
  return accept<InstrumentEvent>({ type: 'MouExpired', data: { ...done(data), termTo: term.to } });
};

type Proving = Extract<EndCommand, { type: 'ProveReturn' }>['data'];

const prove = ({ fault, actsFor, ...data }: Proving, { ended, proofs }: Known): Decided => {
  if (ended !== 'EXPIRED' && ended !== 'TERMINATED') return refuse('not-over');
  if (data.statement.party !== actsFor) return refuse('signature-of-another-party');
  // What is still to come before the end is on no list that was signed before it.
  if (fault) return refuse(fault === 'signature-before-the-text' ? 'proof-before-the-end' : fault);
  const before = proofs.find(({ statement }) => statement.party === data.statement.party);
  if (before) return before.jws === data.jws ? accept<InstrumentEvent>() : refuse('already-proven');
  return accept<InstrumentEvent>({ type: 'MouReturnProven', data });
};

const windDown = (data: Standing, { ended, proofs, agreed }: Known): Decided => {
  if (ended === 'WOUND_DOWN') return accept<InstrumentEvent>();
  if (!ended) return refuse('not-over');
  // Whoever was a party of any version may hold something.
  const bound = agreed.flatMap(({ document }) => partiesOf(document));
  if (!bound.every((party) => proofs.some(({ statement }) => statement.party === party)))
    return refuse('proofs-missing');
  return accept<InstrumentEvent>({ type: 'MouWoundDown', data: done(data) });
};
