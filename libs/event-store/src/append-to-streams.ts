/**
 * Appending to several streams at once.
 *
 * Promise: in the caller's transaction all of these events stand after exactly the versions the caller decided on, in the given order,
 * or none does. One statement, one round trip, however many streams and events.
 * Invariants:
 * - What `append` promises of each stream holds here too: dense versions, and the order of the store never against a stream's own.
 * - Streams are locked in one order whatever order they are named in: first those that are there, then those that begin, each by
 *   their ids. Two writers of the same streams wait for each other and never both.
 * - Heads move when all of them can. Where another transaction begins one of several new streams at the same instant, only the
 *   statement itself finds out: then this transaction is ended, so that nobody can commit the half of it.
 */
import { ConcurrencyConflict, TerminalFault } from '@gatehouse/service-kit/faults';
import { carriedTrace } from '@gatehouse/service-kit/trace';
import type pg from 'pg';
import type { AppendContext } from './append.ts';
import { asFault } from './database-faults.ts';
import { asWritten, eventColumns, type EventColumns, type Written } from './event-columns.ts';
import type { DomainEvent, RecordedEvent } from './event.ts';
import { catalogueOf } from './known-events.ts';
import { CONFLICT, END, WRITE } from './several-streams.ts';
import { StreamConflict } from './stream-conflict.ts';
import { expectable, writableJson, writableName } from './writable.ts';

export interface StreamAppend<E extends DomainEvent = DomainEvent> {
  streamId: string;
  /** the version the caller decided on; 0 for a stream that does not exist */
  expectedVersion: number;
  events: E[];
  /** when they happened, where that is another instant than the context's */
  occurredAt?: Date;
}

/**
 * Writes events at the end of several streams, in the caller's transaction.
 * @returns the events as recorded, in the given order
 * @throws StreamConflict, a ConcurrencyConflict that names the first stream somebody else wrote: begin a new transaction, load,
 *   decide again; TerminalFault 'event-malformed' (a stream named twice among others) | 'event-too-large' | 'event-type-unknown' |
 *   'event-catalogue-missing' before anything is written
 */
export const appendToStreams = async <E extends DomainEvent>(
  client: pg.ClientBase,
  appends: StreamAppend<E>[],
  context: AppendContext,
): Promise<RecordedEvent<E>[]> => {
  const { rows, columns, metadata, places } = await writeToStreams(client, appends, context);
  return rows.map((row, index) =>
    asWritten<E>(columns, index, places[index]!, { ...row, metadata, recordedAt: context.recordedAt }),
  );
};

/** The same for whoever does not ask what was written. */
export const writeToStreams = async (
  client: pg.ClientBase,
  appends: StreamAppend[],
  context: AppendContext,
): Promise<WrittenRows> => {
  const wanted = appends.filter(({ events }) => events.length > 0);
  const heads = headsOf(wanted);
  const rows = rowsOf(wanted, context);
  const columns = eventColumns(
    catalogueOf(client),
    rows.map(({ event }) => event),
  );
  const metadata = writableJson({ ...context.metadata, ...carriedTrace() });
  const places = rows.length === 0 ? [] : await write(client, heads, rows, columns, metadata, context.recordedAt);
  return { rows, columns, metadata, places };
};

interface WrittenRows {
  rows: Row[];
  columns: EventColumns;
  metadata: string;
  places: Written[];
}

interface Row {
  streamId: string;
  version: number;
  event: DomainEvent;
  occurredAt: Date;
}

const rowsOf = (wanted: StreamAppend[], context: AppendContext): Row[] =>
  wanted.flatMap(({ streamId, expectedVersion, events, occurredAt = context.occurredAt ?? context.recordedAt }) =>
    events.map((event, index) => ({ streamId, version: expectedVersion + index + 1, event, occurredAt })),
  );

type Heads = [streamIds: string[], expected: number[], added: number[]];

const headsOf = (wanted: StreamAppend[]): Heads => {
  const streamIds = wanted.map(({ streamId }) => writableName(streamId, 'a stream id'));
  if (new Set(streamIds).size < streamIds.length)
    throw new TerminalFault('a stream is named twice in one append', { code: 'event-malformed' });
  return [
    streamIds,
    wanted.map(({ expectedVersion, events }) => expectable(expectedVersion, events.length)),
    wanted.map(({ events }) => events.length),
  ];
};

const write = async (
  client: pg.ClientBase,
  heads: Heads,
  rows: Row[],
  { ids, types, typeVersions, texts }: EventColumns,
  metadata: string,
  recordedAt: Date,
): Promise<Written[]> => {
  const values = [
    ...heads,
    ids,
    rows.map(({ streamId }) => streamId),
    rows.map(({ version }) => version),
    types,
    typeVersions,
    texts,
    metadata,
    recordedAt,
    rows.map(({ occurredAt }) => occurredAt),
  ];
  try {
    const { rows: written } = await client.query<Written | Nothing>({
      name: 'store-append-to-streams',
      text: WRITE,
      values,
    });
    if (isNothing(written[0])) await refuse(client, heads, written[0].begun);
    return written as Written[];
  } catch (fault) {
    throw asFault(fault);
  }
};

interface Nothing {
  sequence: null;
  /** streams whose heads this statement began before it met one that another transaction had begun */
  begun: number;
}

const isNothing = (row: Written | Nothing | undefined): row is Nothing => row?.sequence === null;

const refuse = async (client: pg.ClientBase, [streamIds, expected]: Heads, begun: number): Promise<never> => {
  const { rows } = await client.query<{ stream_id: string }>(CONFLICT, [streamIds, expected]);
  const first = rows[0]?.stream_id;
  const conflict =
    first === undefined
      ? new ConcurrencyConflict('one of several streams was written by another transaction')
      : new StreamConflict(
          first,
          'one of several streams was not at the expected version, or a later transaction wrote to it',
        );
  if (begun > 0) await client.query(END).catch(() => undefined);
  throw conflict;
};
