/**
 * Reading the whole store in one order, without ever skipping an event.
 *
 * Promise: whoever reads on from the last cursor meets every event once, however long a writer's transaction took.
 * Invariants:
 * - Order is (transaction id, sequence). A transaction takes its id before it writes its events.
 * - Only events of transactions below the snapshot's xmin are shown: those all have ended, and none with such an id can
 *   appear later. A slow transaction therefore holds readers back; it is waited for, never timed out (transactions are
 *   bounded instead, see transaction.ts).
 * - A position is good in its own epoch, and never ahead of the store.
 */
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { storeMoved } from './epoch.ts';
import type { Cursor, DomainEvent, RecordedEvent } from './event.ts';
import { knownOf } from './known-events.ts';
import type { Known } from './open-events.ts';
import { EVENT_COLUMNS, recordedEvents, type EventRow } from './row.ts';
import type { Queryable } from './transaction.ts';

// The lateral join gives one row of the store's own facts even when there is no event.
const ALL = `
  select s.epoch, s.here, s.ahead, e.*
  from (
    select epoch, system_identifier = (select system_identifier::text from pg_control_system()) as here,
      $1::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as ahead
    from store.epoch
  ) s
  left join lateral (
    select ${EVENT_COLUMNS} from store.events
    where (transaction_id, sequence) > ($1::xid8, $2::bigint)
      and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
    order by transaction_id, sequence limit $3
  ) e on true
  order by e.transaction_id, e.sequence`;

type StoreRow = { epoch: string; here: boolean; ahead: boolean };

/**
 * @param after the cursor of the last event seen; null for the beginning
 * @param limit events at most
 * @returns the next events in order; none when the reader has caught up with the horizon. What stands before an event this program
 *   does not know, or cannot open, is given first; the next call throws. Events of erased items come too, marked: they are passed over
 * @throws TerminalFault 'cursor-epoch' (taken in another epoch), 'cursor-ahead' (past anything this store holds),
 *   'cursor' (no cursor), 'store-moved', 'event-type-unknown', 'event-from-newer-code' (an older program runs on a newer one's
 *   events), 'event-catalogue-missing'; what opening throws (see `openerOf`)
 */
export const readAll = async (
  queryable: Queryable,
  after: Cursor | null,
  limit: number,
): Promise<RecordedEvent<DomainEvent>[]> => {
  const values = [...position(after), limit];
  const { rows } = await queryable.query<StoreRow & EventRow>({ name: 'store-read-all', text: ALL, values });
  const store = rows[0];
  if (store?.here !== true) throw storeMoved();
  if (after && after.epoch !== store.epoch) throw refused('cursor-epoch', 'a position of another epoch of this store');
  if (after && store.ahead) throw refused('cursor-ahead', 'a position past the end of this store');
  if (store.event_id === null) return [];
  return knownBefore(rows, knownOf(queryable));
};

const knownBefore = (rows: EventRow[], known: Known): RecordedEvent[] => {
  const events: RecordedEvent[] = [];
  try {
    for (const event of recordedEvents(rows, known)) events.push(event);
  } catch (fault) {
    if (events.length === 0) throw fault;
  }
  return events;
};

const position = (after: Cursor | null): [string, string] => {
  if (after === null) return ['0', '0'];
  if (!DECIMAL.test(after.transactionId) || !DECIMAL.test(after.sequence)) throw refused('cursor', 'not a position');
  return [after.transactionId, after.sequence];
};

const DECIMAL = /^\d{1,18}$/;

const refused = (code: string, message: string): TerminalFault => new TerminalFault(message, { code });
