import type { DomainEvent, EventMetadata, RecordedEvent } from './event.ts';
import { openerOf, type Known, type Opened, type StoredData } from './open-events.ts';

export interface EventRow extends StoredData {
  epoch: string;
  transaction_id: string;
  sequence: string;
  version: number;
  metadata: EventMetadata;
  occurred_at: Date;
  recorded_at: Date;
}

export const EVENT_COLUMNS =
  'transaction_id, sequence, event_id, stream_id, version, type, type_version, data, metadata, occurred_at, recorded_at';

/** Rows as the store's readers see them, one after the other: opened, in the version of today. Each throws what `openerOf` does. */
export const recordedEvents = function* <E extends DomainEvent>(
  rows: readonly EventRow[],
  known: Known,
): Generator<RecordedEvent<E>> {
  const open = openerOf(rows, known);
  for (const row of rows) yield recordedEvent<E>(row, open(row));
};

const recordedEvent = <E extends DomainEvent>(row: EventRow, opened: Opened): RecordedEvent<E> => ({
  eventId: row.event_id,
  streamId: row.stream_id,
  version: row.version,
  cursor: { epoch: row.epoch, transactionId: row.transaction_id, sequence: row.sequence },
  type: row.type,
  ...opened,
  metadata: row.metadata,
  occurredAt: row.occurred_at,
  recordedAt: row.recorded_at,
});
