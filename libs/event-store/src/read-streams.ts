import type { DomainEvent, RecordedEvent } from './event.ts';
import { catalogueOf } from './known-events.ts';
import { EVENT_COLUMNS, recordedEvent, type EventRow } from './row.ts';
import type { Queryable } from './transaction.ts';

const STREAMS = `select (select epoch from store.epoch) as epoch, ${EVENT_COLUMNS}
  from store.events where stream_id = any ($1::text[]) order by stream_id, version`;

/** The events of several streams, each in the order of their versions, by one query; a stream that does not exist has none. Throws what `readStream` does. */
export const readStreams = async <E extends DomainEvent = DomainEvent>(
  queryable: Queryable,
  streamIds: string[],
): Promise<Map<string, RecordedEvent<E>[]>> => {
  const { rows } = await queryable.query<EventRow>({ name: 'store-read-streams', text: STREAMS, values: [streamIds] });
  const catalogue = catalogueOf(queryable);
  const events = rows.map((row) => recordedEvent<E>(row, catalogue));
  const found = Map.groupBy(events, ({ streamId }) => streamId);
  return new Map(streamIds.map((streamId) => [streamId, found.get(streamId) ?? []]));
};
