// The row a worker looks for: derived from the clock's stream, written in the same transaction.
import type { DomainEvent, RecordedEvent } from '@gatehouse/event-store';
import type pg from 'pg';
import { clockStream, type ClockTerms, type Urgency } from './acknowledgement-clock.events.ts';
import { dueAt, type Clock } from './acknowledgement-clock.decider.ts';

export const URGENCY_RANK: Record<Urgency, number> = { IMMEDIATE: 0, PRIORITY: 1, ROUTINE: 2 };

export interface ClockRow {
  streamId: string;
  watchedStreamId: string;
  startedVersion: number;
  itemId: string;
  product: string;
  recipient: string | null;
  auditSubjects: string[];
}

interface Stored {
  stream_id: string;
  watched_stream_id: string;
  started_version: number;
  item_id: string;
  product: string;
  recipient: string | null;
  audit_subjects: string[];
}

/** Enters a clock that started with an event of the stream in which its acknowledgement will stand. */
export const insertClock = async (
  client: pg.ClientBase,
  terms: ClockTerms,
  { streamId, version }: Pick<RecordedEvent<DomainEvent>, 'streamId' | 'version'>,
): Promise<void> => {
  await client.query(
    `insert into escalation.clock (stream_id, watched_stream_id, started_version, item_id, product, recipient, audit_subjects, urgency)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      clockStream(terms.itemId, terms.recipient),
      streamId,
      version,
      terms.itemId,
      terms.product,
      terms.recipient,
      terms.auditSubjects,
      URGENCY_RANK[terms.urgency],
    ],
  );
};

/** Says when the clock is due next; what waits to be sent about a stopped one goes. */
export const keepDue = async (client: pg.ClientBase, streamId: string, clock: Clock, at: Date): Promise<void> => {
  await client.query('update escalation.clock set due_at = $2 where stream_id = $1', [streamId, dueAt(clock)]);
  if (clock.status !== 'stopped') return;
  await client.query(
    `update escalation.notice set cancelled_at = $2, address = null
     where stream_id = $1 and sent_at is null and failed_at is null and cancelled_at is null`,
    [streamId, at],
  );
};

/**
 * Locks a clock for the rest of the transaction: before its stream and its notices, so that two workers never wait for each other.
 * @param due only where it is due at this instant and nobody else is at it
 * @returns null when there is none such
 */
export const lockClock = async (
  client: pg.ClientBase,
  streamId: string,
  due?: { at: Date },
): Promise<ClockRow | null> => {
  const { rows } = await client.query<Stored>(
    `select * from escalation.clock where stream_id = $1 and ($2::timestamptz is null or due_at <= $2)
     for update ${due ? 'skip locked' : ''}`,
    [streamId, due?.at ?? null],
  );
  const row = rows[0];
  return row
    ? {
        streamId: row.stream_id,
        watchedStreamId: row.watched_stream_id,
        startedVersion: row.started_version,
        itemId: row.item_id,
        product: row.product,
        recipient: row.recipient,
        auditSubjects: row.audit_subjects,
      }
    : null;
};
