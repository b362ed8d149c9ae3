import type pg from 'pg';
import type { DomainEvent, RecordedEvent } from './event.ts';
import { catalogueOf } from './known-events.ts';
import { EVENT_COLUMNS, recordedEvent, type EventRow } from './row.ts';
import type { Queryable } from './transaction.ts';

const STREAM = `select (select epoch from store.epoch) as epoch, ${EVENT_COLUMNS}
  from store.events where stream_id = $1 and version > $2 order by version`;

/**
 * A stream's events in the order of their versions; none for a stream that does not exist.
 * @param afterVersion only what comes after this version; default 0, all
 * @throws TerminalFault 'event-type-unknown', 'event-from-newer-code', 'event-catalogue-missing'
 */
export const readStream = async <E extends DomainEvent = DomainEvent>(
  queryable: Queryable,
  streamId: string,
  afterVersion = 0,
): Promise<RecordedEvent<E>[]> => {
  const values = [streamId, afterVersion];
  const { rows } = await queryable.query<EventRow>({ name: 'store-read-stream', text: STREAM, values });
  const catalogue = catalogueOf(queryable);
  return rows.map((row) => recordedEvent<E>(row, catalogue));
};

/**
 * Holds a stream as it stands: to the end of the caller's transaction nobody appends to it, and a writer under way is waited
 * for. For a decision that rests on another stream than its own. Does nothing for a stream that does not exist.
 */
export const holdStream = async (client: pg.ClientBase, streamId: string): Promise<void> => {
  await client.query({
    name: 'store-hold-stream',
    text: 'select version from store.streams where stream_id = $1 for share',
    values: [streamId],
  });
};
