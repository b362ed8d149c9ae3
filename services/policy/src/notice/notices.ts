// What every party of an instrument and the secretariat are told: each step of its life, the warnings, the obligations. Read from
// the events themselves, so that nobody can be told less than what happened. Pure.
import type { RecordedEvent } from '@gatehouse/event-store';
import type { InstrumentNotice } from '@gatehouse/liaison';
import type { InstrumentEvent, MouDrafted } from '../instrument/instrument.events.ts';
import { partiesOf, partiesOfAny, type Known } from '../instrument/instrument.state.ts';
import type { WorkingGroupEvent } from '../working-group/working-group.events.ts';

/**
 * @param own the instrument's own events
 * @param events of the instrument or of its working group
 */
export const noticesOf = (
  instrument: Known,
  own: readonly RecordedEvent<InstrumentEvent>[],
  events: readonly RecordedEvent<InstrumentEvent | WorkingGroupEvent>[],
): InstrumentNotice[] => {
  const since = partiesSince(own);
  const told = partiesOfAny(instrument);
  return events.map((event) =>
    noticeOf(
      event,
      told.filter((party) => (since.get(party) ?? event.data.at) <= event.data.at),
    ),
  );
};

/** From when on each party has been named by a text: what was between others before is not its to know. */
const partiesSince = (own: readonly RecordedEvent<InstrumentEvent>[]): Map<string, string> => {
  const since = new Map<string, string>();
  for (const { type, data } of own)
    if (type === 'MouDrafted')
      for (const party of partiesOf((data as MouDrafted['data']).document))
        since.set(party, since.get(party) ?? data.at);
  return since;
};

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
