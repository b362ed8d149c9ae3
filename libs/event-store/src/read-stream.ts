import type pg from 'pg';
import type { DomainEvent, RecordedEvent } from './event.ts';
import { knownOf } from './known-events.ts';
import { EVENT_COLUMNS, recordedEvents, type EventRow } from './row.ts';
import type { Queryable } from './transaction.ts';

const STREAM = `select (select epoch from store.epoch) as epoch, ${EVENT_COLUMNS}
  from store.events where stream_id = $1 and version > $2 order by version`;

/**
 * A stream's events in the order of their versions; none for a stream that does not exist, and none for an item that was erased.
 * @param afterVersion only what comes after this version; default 0, all
 * @throws TerminalFault 'event-type-unknown', 'event-from-newer-code', 'event-catalogue-missing'; what opening throws (see `openerOf`)
 */
export const readStream = async <E extends DomainEvent = DomainEvent>(
  queryable: Queryable,
  streamId: string,
  afterVersion = 0,
): Promise<RecordedEvent<E>[]> =>
  (await readHistory<E>(queryable, streamId, afterVersion)).filter(({ erased }) => !erased);

/** The same with the events of an erased item, for whoever counts them: their words are gone. */
export const readHistory = async <E extends DomainEvent = DomainEvent>(
  queryable: Queryable,
  streamId: string,
  afterVersion = 0,
): Promise<RecordedEvent<E>[]> => {
  const values = [streamId, afterVersion];
  const { rows } = await queryable.query<EventRow>({ name: 'store-read-stream', text: STREAM, values });
  return [...recordedEvents<E>(rows, knownOf(queryable))];
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

/**
 * Takes a stream for what the caller's transaction will append to it: what he reads from now on is what stands before his events.
 * Others who would take it, hold it or append to it wait until he is through. Does nothing for a stream that does not exist.
 */
export const takeStream = async (client: pg.ClientBase, streamId: string): Promise<void> => {
  await client.query({
    name: 'store-take-stream',
    text: 'select version from store.streams where stream_id = $1 for no key update',
    values: [streamId],
  });
};
