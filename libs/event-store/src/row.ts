import type { DomainEvent, EventMetadata, RecordedEvent } from './event.ts';

export interface EventRow {
  epoch: string;
  transaction_id: string;
  sequence: string;
  event_id: string;
  stream_id: string;
  version: number;
  type: string;
  data: object;
  metadata: EventMetadata;
  occurred_at: Date;
  recorded_at: Date;
}

export const EVENT_COLUMNS =
  'transaction_id, sequence, event_id, stream_id, version, type, data, metadata, occurred_at, recorded_at';

/** One row as the store's readers see it. */
export const recordedEvent = <E extends DomainEvent>(row: EventRow): RecordedEvent<E> => ({
  eventId: row.event_id,
  streamId: row.stream_id,
  version: row.version,
  cursor: { epoch: row.epoch, transactionId: row.transaction_id, sequence: row.sequence },
  type: row.type,
  data: row.data,
  metadata: row.metadata,
  occurredAt: row.occurred_at,
  recordedAt: row.recorded_at,
});
