import type { DomainEvent, RecordedEvent } from './event.ts';
import { knownOf } from './known-events.ts';
import { EVENT_COLUMNS, recordedEvents, type EventRow } from './row.ts';
import type { Queryable } from './transaction.ts';

const STREAMS = `select (select epoch from store.epoch) as epoch, ${EVENT_COLUMNS}
  from store.events where stream_id = any ($1::text[]) order by stream_id, version`;

/**
 * The events of several streams, each in the order of their versions, by one query; a stream that does not exist, or whose item was
 * erased, has none. Throws what `readStream` does.
 */
export const readStreams = async <E extends DomainEvent = DomainEvent>(
  queryable: Queryable,
  streamIds: string[],
): Promise<Map<string, RecordedEvent<E>[]>> => {
  const histories = await readHistories<E>(queryable, streamIds);
  return new Map([...histories].map(([streamId, events]) => [streamId, events.filter(({ erased }) => !erased)]));
};

/** The same with the events of erased items, for whoever counts them: their words are gone. */
export const readHistories = async <E extends DomainEvent = DomainEvent>(
  queryable: Queryable,
  streamIds: string[],
): Promise<Map<string, RecordedEvent<E>[]>> => {
  const { rows } = await queryable.query<EventRow>({ name: 'store-read-streams', text: STREAMS, values: [streamIds] });
  const events = [...recordedEvents<E>(rows, knownOf(queryable))];
  const found = Map.groupBy(events, ({ streamId }) => streamId);
  return new Map(streamIds.map((streamId) => [streamId, found.get(streamId) ?? []]));
};
