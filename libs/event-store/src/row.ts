import type { EventCatalogue } from './event-catalogue.ts';
import type { DomainEvent, EventMetadata, RecordedEvent } from './event.ts';

export interface EventRow {
  epoch: string;
  transaction_id: string;
  sequence: string;
  event_id: string;
  stream_id: string;
  version: number;
  type: string;
  type_version: number;
  data: object;
  metadata: EventMetadata;
  occurred_at: Date;
  recorded_at: Date;
}

export const EVENT_COLUMNS =
  'transaction_id, sequence, event_id, stream_id, version, type, type_version, data, metadata, occurred_at, recorded_at';

/** One row as the store's readers see it: in the version of today. Throws what `upToDate` does. */
export const recordedEvent = <E extends DomainEvent>(row: EventRow, catalogue: EventCatalogue): RecordedEvent<E> => ({
  eventId: row.event_id,
  streamId: row.stream_id,
  version: row.version,
  cursor: { epoch: row.epoch, transactionId: row.transaction_id, sequence: row.sequence },
  type: row.type,
  data: catalogue.upToDate(row.type, row.type_version, row.data),
  metadata: row.metadata,
  occurredAt: row.occurred_at,
  recordedAt: row.recorded_at,
});
