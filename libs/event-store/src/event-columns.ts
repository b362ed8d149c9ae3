// Events as the columns that one statement writes, checked before the database sees them; and as their reader will get them.
import { randomUUID } from 'node:crypto';
import type { EventCatalogue } from './event-catalogue.ts';
import type { DomainEvent, EventMetadata, RecordedEvent } from './event.ts';
import { writableJson, writableName } from './writable.ts';

export interface EventColumns {
  ids: string[];
  types: string[];
  typeVersions: number[];
  texts: string[];
}

/** @throws TerminalFault 'event-malformed' | 'event-too-large' | 'event-type-unknown' */
export const eventColumns = (catalogue: EventCatalogue, events: DomainEvent[]): EventColumns => ({
  ids: events.map(() => randomUUID()),
  types: events.map(({ type }) => writableName(type, 'an event type')),
  typeVersions: events.map(({ type }) => catalogue.versionOf(type)),
  texts: events.map(({ data }) => writableJson(data)),
});

/** Where a written event stands, as the statement says. */
export interface Written {
  epoch: string;
  transaction_id: string;
  sequence: string;
}

/** What a later reader will get, also where JSON drops or rewrites something. */
export const asWritten = <E extends DomainEvent>(
  { ids, types, texts }: EventColumns,
  index: number,
  written: Written,
  about: { streamId: string; version: number; metadata: string; occurredAt: Date; recordedAt: Date },
): RecordedEvent<E> => ({
  eventId: ids[index]!,
  streamId: about.streamId,
  version: about.version,
  cursor: { epoch: written.epoch, transactionId: written.transaction_id, sequence: written.sequence },
  type: types[index]!,
  data: JSON.parse(texts[index]!) as E['data'],
  metadata: JSON.parse(about.metadata) as EventMetadata,
  occurredAt: new Date(about.occurredAt),
  recordedAt: new Date(about.recordedAt),
});
