/** What a decider gives: something that happened, in the past tense. */
export interface DomainEvent {
  type: string;
  data: object;
}

/** Who and what for. Holds no content: it is copied into logs and traces. */
export interface EventMetadata {
  correlationId: string;
  causationId?: string;
  actor?: { agency: string; person: string | null };
  purpose?: string;
  caseRef?: string;
  /** the trace it was recorded in, where the process is traced (W3C Trace Context) */
  traceparent?: string;
  [key: string]: unknown;
}

/**
 * A place in the whole store, good in one epoch only. The members are decimal strings, since both exceed what a
 * JavaScript number holds exactly.
 */
export interface Cursor {
  epoch: string;
  transactionId: string;
  sequence: string;
}

export interface RecordedEvent<E extends DomainEvent = DomainEvent> {
  eventId: string;
  streamId: string;
  /** 1, 2, 3 ... within the stream: the order of an aggregate */
  version: number;
  cursor: Cursor;
  type: E['type'];
  data: E['data'];
  /** The item's key was destroyed: `data` holds no more than the members that stand clear. Such an event means nothing any more. */
  erased?: true;
  metadata: EventMetadata;
  /** when it happened, as its reporter says */
  occurredAt: Date;
  /** when it was written here, by the clock port */
  recordedAt: Date;
}
