/**
 * Starting many streams at once, each with one event: what a bulk import writes.
 *
 * Promise: in the caller's transaction either all of these streams begin, in the given order, or a ConcurrencyConflict
 * says that one of them exists already, and the transaction is over. The same rows as `append` at version 0 writes, in one round trip.
 */
import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { writeReady } from './append-ready.ts';
import type { DomainEvent } from './event.ts';
import { readyEvents, type AppendContext } from './ready-events.ts';

export interface StreamStart<E extends DomainEvent = DomainEvent> {
  streamId: string;
  event: E;
  /** when it happened, where that is another instant than the context's */
  occurredAt?: Date;
}

/**
 * Writes the first event of each stream, in the caller's transaction.
 * @throws ConcurrencyConflict when a stream exists already or is named twice; TerminalFault when an event may not be written
 */
export const startStreams = async <E extends DomainEvent>(
  client: pg.ClientBase,
  starts: StreamStart<E>[],
  context: AppendContext,
): Promise<void> => {
  if (new Set(starts.map(({ streamId }) => streamId)).size !== starts.length)
    throw new ConcurrencyConflict('one of the streams to start is named twice');
  const events = starts.flatMap(({ streamId, event, ...when }) =>
    readyEvents(client, streamId, 0, [event], { ...context, ...when }),
  );
  await writeReady(client, events);
};
