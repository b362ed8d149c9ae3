// What may become of an instrument, and when (clauses 24 to 29). Pure: signatures were examined before, and what was found stands
// in the command, with the text it was found over.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import { terminationOf, type TerminationCommand, type TerminationRefusal } from './decide-termination.ts';
import { breachOf, type BreachCommand, type BreachRefusal } from './decide-breach.ts';
import { endOf, type EndCommand, type EndRefusal } from './decide-end.ts';
import { suspensionOf, type SuspensionCommand, type SuspensionRefusal } from './decide-suspension.ts';
import { versionOf, type VersionCommand, type VersionRefusal } from './decide-version.ts';
import { draft, type DraftCommand } from './decide-draft.ts';
import { obligationOf, type ObligationCommand, type ObligationRefusal } from './decide-obligation.ts';
import type { InstrumentEvent, MouPartyKeyChanged } from './instrument.events.ts';
import { boundBy, evolve, keyChangeKey, partiesOfAny, type Instrument, type Known } from './instrument.state.ts';
import type { Hand } from '../registry.ts';

/** Whoever reads or acts for a party: nobody else's instrument exists for it. Null: who may know of every one. */
export interface Standing {
  instrumentId: string;
  by: Hand;
  at: string;
  /** the party somebody acts for; null for the secretariat and the service itself */
  actsFor: string | null;
}

export type InstrumentCommand =
  | DraftCommand
  | VersionCommand
  | SuspensionCommand
  | TerminationCommand
  | EndCommand
  | ObligationCommand
  | BreachCommand
  | { type: 'NotePartyKey'; data: Standing & MouPartyKeyChanged['data'] }
  | { type: 'ReadInstrument'; data: Standing };

export type InstrumentRefusal =
  | 'instrument-unknown'
  | 'not-a-party'
  | VersionRefusal
  | SuspensionRefusal
  | TerminationRefusal
  | EndRefusal
  | ObligationRefusal
  | BreachRefusal;

export type Decided = Decision<InstrumentEvent, InstrumentRefusal>;

const decide = (command: InstrumentCommand, instrument: Instrument): Decided => {
  if (command.type === 'DraftInstrument') return draft(command.data, instrument);
  if (instrument.status === 'none') return refuse('instrument-unknown');
  const { actsFor } = command.data;
  if (actsFor !== null && !partiesOfAny(instrument).includes(actsFor)) return refuse('not-a-party');
  return decideKnown(command, instrument);
};

const decideKnown = (command: Exclude<InstrumentCommand, DraftCommand>, instrument: Known): Decided => {
  switch (command.type) {
    case 'ReadInstrument':
      return accept<InstrumentEvent>();
    case 'ReviewInstrument':
    case 'SignInstrument':
    case 'BringIntoForce':
      return versionOf(command, instrument);
    case 'SuspendInstrument':
      return ofWhoIsBound(command, instrument) ?? suspensionOf(command, instrument);
    case 'ReinstateInstrument':
      return suspensionOf(command, instrument);
    case 'TerminateInstrument':
      return ofWhoIsBound(command, instrument) ?? terminationOf(command, instrument);
    case 'EndByNotice':
      return terminationOf(command, instrument);
    case 'RecordExpiry':
    case 'ProveReturn':
    case 'WindDown':
    case 'WarnOfExpiry':
      return endOf(command, instrument);
    case 'RemindOfObligation':
    case 'NoteObligationLate':
    case 'NoteObligationEvent':
    case 'RecordObligation':
      return obligationOf(command, instrument);
    case 'ReportBreach':
    case 'RecordBreachNotice':
    case 'NoteBreachLate':
      return breachOf(command, instrument);
    case 'NotePartyKey':
      return notePartyKey(command.data, instrument);
    default:
      return unreachable(command);
  }
};

const notePartyKey = (
  { actsFor: _service, ...data }: Standing & MouPartyKeyChanged['data'],
  { told }: Known,
): Decided =>
  told.includes(keyChangeKey(data))
    ? accept<InstrumentEvent>()
    : accept<InstrumentEvent>({ type: 'MouPartyKeyChanged', data });

/** What stops everybody is not for whoever is only in a draft, or has left: the instrument is not his. */
const ofWhoIsBound = (
  { data: { actsFor, at } }: Extract<InstrumentCommand, { type: 'SuspendInstrument' | 'TerminateInstrument' }>,
  instrument: Known,
): Decided | null =>
  actsFor === null || instrument.agreed.length === 0 || boundBy(instrument, at).includes(actsFor)
    ? null
    : refuse('not-a-party');

export const instrumentDecider: Decider<InstrumentCommand, Instrument, InstrumentEvent, InstrumentRefusal> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
