// The cut-offs that are complete, each as it was at that moment: what a service says later is no news to anybody.
import { evolved, readStreams, type RecordedEvent } from '@gatehouse/event-store';
import type pg from 'pg';
import { cutOffDecider, type BegunCutOff, type CutOff } from './cut-off.decider.ts';
import { cutOffStream, type CutOffEvent } from './cut-off.events.ts';

export interface CompletedCutOff {
  streamId: string;
  /** id of the event that completed it */
  completedBy: string;
  at: string;
  cutOff: BegunCutOff;
}

/** @param ids of instruments; @returns by instrument, the oldest first */
export const loadCompleted = async (
  queryable: pg.Pool | pg.ClientBase,
  ids: readonly string[],
): Promise<Map<string, CompletedCutOff[]>> => {
  const { rows } = await queryable.query<{ id: string; version: string }>(
    `select instrument_id as id, bundle_version as version from registry.cut_off
     where is_complete and instrument_id = any($1) order by bundle_version`,
    [ids],
  );
  const named = rows.map(({ id, version }) => ({ id, streamId: cutOffStream(id, Number(version)) }));
  const streams = await readStreams<CutOffEvent>(
    queryable,
    named.map(({ streamId }) => streamId),
  );
  const completed = named.flatMap(({ id, streamId }) => {
    const one = asCompleted(streamId, streams.get(streamId) ?? []);
    return one ? [{ id, one }] : [];
  });
  const byInstrument = Map.groupBy(completed, ({ id }) => id);
  return new Map([...byInstrument].map(([id, its]) => [id, its.map(({ one }) => one)]));
};

const asCompleted = (streamId: string, events: readonly RecordedEvent<CutOffEvent>[]): CompletedCutOff | null => {
  const end = events.findIndex(({ type }) => type === 'CutOffCompleted');
  const completed = events[end];
  const cutOff = evolved<CutOff, CutOffEvent>(cutOffDecider, cutOffDecider.initial(), events.slice(0, end + 1));
  if (!completed || cutOff.status !== 'begun') return null;
  return { streamId, completedBy: completed.eventId, at: completed.data.at, cutOff };
};
