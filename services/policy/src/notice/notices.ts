// What every party of an instrument and the secretariat are told: each step of its life, the warnings, the obligations. Read from
// the events themselves, so that nobody can be told less than what happened. Pure.
import type { RecordedEvent } from '@gatehouse/event-store';
import type { InstrumentNotice } from '@gatehouse/liaison';
import type { InstrumentEvent } from '../instrument/instrument.events.ts';
import { partiesOfAny, type Known } from '../instrument/instrument.state.ts';
import type { WorkingGroupEvent } from '../working-group/working-group.events.ts';

/** @param events of the instrument or of its working group */
export const noticesOf = (
  instrument: Known,
  events: readonly RecordedEvent<InstrumentEvent | WorkingGroupEvent>[],
): InstrumentNotice[] => events.map((event) => noticeOf(event, partiesOfAny(instrument)));

type Said = Partial<Pick<InstrumentNotice, 'version' | 'daysLeft' | 'clause' | 'owner' | 'due' | 'scope' | 'reason'>>;

const noticeOf = (
  { eventId, type, data }: RecordedEvent<InstrumentEvent | WorkingGroupEvent>,
  parties: string[],
): InstrumentNotice => {
  const said = data as Said;
  return {
    noticeId: eventId,
    instrumentId: data.instrumentId,
    step: type,
    version: said.version ?? null,
    at: data.at,
    by: data.by.agency,
    parties,
    daysLeft: said.daysLeft ?? null,
    clause: said.clause === undefined ? null : String(said.clause),
    owner: said.owner ?? null,
    due: said.due ?? null,
    scope: said.scope ?? null,
    reason: said.reason ?? null,
  };
};
