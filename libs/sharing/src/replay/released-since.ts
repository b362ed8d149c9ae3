// What the ledger says was released to one recipient, in the order in which it was, each with the event it was made of.
import { currentData, readHistory, type RecordedEvent, type StoredData } from '@gatehouse/event-store';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import type { DisclosureDecided } from '../ledger.ts';
import type { Order } from '../order.ts';

type Decided = DisclosureDecided['data'];

/** A disclosure that left as a message. What its event says is gone where the item was erased since. */
export interface Released {
  decided: Decided & { messageId: string; order: Order & { key: string } };
  /** when it was decided: its publication */
  at: Date;
  event: RecordedEvent;
  place: Place;
}

/** Of a decision in the store. */
export interface Place {
  transactionId: string;
  sequence: string;
}

interface Row extends StoredData {
  recorded_at: Date;
  cause: string;
  transaction_id: string;
  sequence: string;
}

/**
 * The next releases to a recipient that were decided at `since` or later.
 * @param after where the page before ended; null for the first
 * @throws TerminalFault 'ledger-without-event' when the store lacks what the ledger says was released
 */
export const releasedSince = async (
  pool: pg.Pool,
  { recipient, since }: { recipient: string; since: Date },
  after: Place | null,
  limit: number,
): Promise<Released[]> => {
  const { rows } = await pool.query<Row>(
    `select event_id, stream_id, type, type_version, data, recorded_at, metadata ->> 'causationId' as cause, transaction_id, sequence from store.events
     where type = 'DisclosureDecided' and data ->> 'recipient' = $1 and data ->> 'messageId' is not null and recorded_at >= $2
       and (transaction_id, sequence) > ($3::xid8, $4::bigint) and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
     order by transaction_id, sequence limit $5`,
    [recipient, since, after?.transactionId ?? '0', after?.sequence ?? '0', limit],
  );
  const events = await eventsNamed(pool, [...new Set(rows.map(({ cause }) => cause))]);
  return rows.map((row) => ({
    decided: currentData<DisclosureDecided>(pool, row) as Released['decided'],
    at: row.recorded_at,
    event: known(events.get(row.cause)),
    place: { transactionId: row.transaction_id, sequence: row.sequence },
  }));
};

const known = (event: RecordedEvent | undefined): RecordedEvent => {
  if (event) return event;
  throw new TerminalFault('the ledger names an event that is not in the store', { code: 'ledger-without-event' });
};

/** One look through the store for a whole page: events are not indexed by their id. */
const eventsNamed = async (pool: pg.Pool, ids: string[]): Promise<Map<string, RecordedEvent>> => {
  const { rows } = await pool.query<{ stream_id: string; version: number }>(
    'select stream_id, version from store.events where event_id = any($1::uuid[])',
    [ids],
  );
  const found = new Map<string, RecordedEvent>();
  for (const { stream_id, version } of rows) {
    const [event] = await readHistory(pool, stream_id, version - 1);
    if (event) found.set(event.eventId, event);
  }
  return found;
};
