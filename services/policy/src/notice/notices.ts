// What every party of an instrument and the secretariat are told: each step of its life, the warnings, the obligations. Read from
// the events themselves, so that nobody can be told less than what happened. Pure.
import type { RecordedEvent } from '@gatehouse/event-store';
import type { InstrumentNotice } from '@gatehouse/liaison';
import type { CompletedCutOff } from '../cut-off/load-completed.ts';
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
  const told = toldAt(instrument, own);
  const bound = boundSince(own);
  const isBound = (party: string, at: string): boolean => (bound.get(party) ?? '9999') <= at;
  return events.map((event) => {
    const { at } = event.data;
    const parties = told(at);
    // Who is only in a draft is not told that something was lost between the others.
    return noticeOf(event, OF_BREACHES.has(event.type) ? parties.filter((party) => isBound(party, at)) : parties);
  });
};

/**
 * That a cut-off is complete, in figures. It says nothing of who was the last: `by` is the keeper of the instruments.
 * @param own the instrument's own events
 */
export const noticeOfCutOff = (
  instrument: Known,
  own: readonly RecordedEvent<InstrumentEvent>[],
  { completedBy, at, cutOff }: CompletedCutOff,
): InstrumentNotice => {
  const { begun, services } = cutOff;
  const counted = (state: string): number => services.filter((one) => one.state === state).length;
  return {
    noticeId: completedBy,
    instrumentId: instrument.id,
    step: 'CutOffCompleted',
    at,
    by: begun.by.agency,
    parties: toldAt(instrument, own)(at),
    ...NOTHING_MORE,
    cutOff: {
      bundleVersion: begun.bundleVersion,
      begunAt: begun.at,
      services: services.length,
      acknowledged: counted('ACKNOWLEDGED'),
      late: services.filter(({ late }) => late).length,
      byLease: counted('LEASE_EXPIRED'),
    },
  };
};

const NOTHING_MORE = {
  version: null,
  daysLeft: null,
  clause: null,
  owner: null,
  due: null,
  scope: null,
  reason: null,
} as const;

/** Who is told of what happened at an instant. */
const toldAt = (instrument: Known, own: readonly RecordedEvent<InstrumentEvent>[]): ((at: string) => string[]) => {
  const since = partiesSince(own);
  const told = partiesOfAny(instrument);
  return (at) => told.filter((party) => (since.get(party) ?? at) <= at);
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

const OF_BREACHES: ReadonlySet<string> = new Set(['MouBreachReported', 'MouBreachNoticeGiven', 'MouBreachNoticeLate']);

/** From when on each party has been bound: what it is told afterwards depends on nothing that comes later. */
const boundSince = (own: readonly RecordedEvent<InstrumentEvent>[]): Map<string, string> => {
  const since = new Map<string, string>();
  let pending: string[] = [];
  for (const { type, data } of own) {
    if (type === 'MouDrafted') pending = partiesOf((data as MouDrafted['data']).document);
    if (type !== 'MouEnteredIntoForce' && type !== 'MouAmended' && type !== 'MouRenewed') continue;
    for (const party of pending) since.set(party, since.get(party) ?? data.at);
  }
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
