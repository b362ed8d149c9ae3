// Events checked before the database sees them, as a later reader will get them.
import { randomUUID } from 'node:crypto';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { carriedTrace } from '@gatehouse/service-kit/trace';
import type { DomainEvent, EventMetadata, RecordedEvent } from './event.ts';
import { knownOf } from './known-events.ts';
import { SEALED } from './sealed-data.ts';
import type { Queryable } from './transaction.ts';
import { expectable, writableJson, writableName } from './writable.ts';

export interface AppendContext {
  metadata: EventMetadata;
  /** from the clock port */
  recordedAt: Date;
  /** when it happened, where that is another instant; default recordedAt */
  occurredAt?: Date;
}

/** An event checked and ready to be written; its place is known when it is. */
export type ReadyEvent<E extends DomainEvent = DomainEvent> = Omit<RecordedEvent<E>, 'cursor'> & {
  texts: { data: string; metadata: string };
  typeVersion: number;
};

/**
 * Checks events that are to stand after a version of a stream (0: one that does not exist), and gives them their ids; carries the present trace.
 * @param queryable of the store they are for: it knows the types of its events
 * @throws TerminalFault 'event-malformed' | 'event-too-large' | 'event-type-unknown' | 'event-catalogue-missing'
 */
export const readyEvents = <E extends DomainEvent>(
  queryable: Queryable,
  streamId: string,
  expectedVersion: number,
  events: E[],
  { metadata, recordedAt, occurredAt = recordedAt }: AppendContext,
): ReadyEvent<E>[] => {
  expectable(expectedVersion, events.length);
  const meta = writableJson({ ...metadata, ...carriedTrace() });
  const { catalogue } = knownOf(queryable);
  return events.map((event, index) => {
    if (Object.hasOwn(event.data, SEALED))
      throw new TerminalFault(`an event has no member ${SEALED}`, { code: 'event-malformed' });
    const data = writableJson(event.data);
    return {
      eventId: randomUUID(),
      streamId: writableName(streamId, 'a stream id'),
      version: expectedVersion + index + 1,
      type: writableName(event.type, 'an event type'),
      typeVersion: catalogue.versionOf(event.type),
      // What a later reader will get, also where JSON drops or rewrites something.
      data: JSON.parse(data) as E['data'],
      metadata: JSON.parse(meta) as EventMetadata,
      occurredAt: new Date(occurredAt),
      recordedAt: new Date(recordedAt),
      texts: { data, metadata: meta },
    };
  });
};

/** Where a statement wrote an event. */
export interface Place {
  epoch: string;
  transaction_id: string;
  sequence: string;
}

/** Ready events as they were recorded, at the places of the same order. */
export const asRecorded = <E extends DomainEvent>(events: ReadyEvent<E>[], places: Place[]): RecordedEvent<E>[] =>
  events.map(({ texts: _texts, typeVersion: _version, ...event }, index) => {
    const { epoch, transaction_id, sequence } = places[index]!;
    return { ...event, cursor: { epoch, transactionId: transaction_id, sequence } };
  });
