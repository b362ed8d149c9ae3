// What every party of an instrument and the secretariat are told: each step of its life, the warnings, the obligations. Read from
// the events themselves, so that nobody can be told less than what happened. Pure.
import type { RecordedEvent } from '@gatehouse/event-store';
import type { InstrumentEvent } from '../instrument/instrument.events.ts';
import { partiesOfAny, type Known } from '../instrument/instrument.state.ts';

export interface Notice {
  noticeId: string;
  instrumentId: string;
  /** the event's own name */
  step: string;
  version: number | null;
  at: string;
  /** the agency that took the step */
  by: string;
  parties: string[];
  /** of a warning or an obligation */
  daysLeft: number | null;
  clause: string | null;
  owner: string | null;
}

export const noticesOf = (instrument: Known, events: readonly RecordedEvent<InstrumentEvent>[]): Notice[] =>
  events.map(({ eventId, type, data }) => {
    const more = data as { version?: number; daysLeft?: number; clause?: string; owner?: string };
    return {
      noticeId: eventId,
      instrumentId: instrument.id,
      step: type,
      version: more.version ?? null,
      at: data.at,
      by: data.by.agency,
      parties: partiesOfAny(instrument),
      daysLeft: more.daysLeft ?? null,
      clause: more.clause ?? null,
      owner: more.owner ?? null,
    };
  });
