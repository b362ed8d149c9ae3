// A page of what stands disclosed: who holds which item, what of it left and under which versions, and the event it was made of. A page is
// three statements, whatever its size.
import { readHistories, type RecordedEvent } from '@gatehouse/event-store';
import type pg from 'pg';
import { ledgerStream, type DisclosureDecided } from '../ledger.ts';
import type { StandingAnswer } from './answer.ts';
import type { PermissionKey, StandingRun } from './standing-run.ts';

/** One item at one recipient, as it was released. */
export interface Permission extends PermissionKey {
  product: string;
  disclosureId: string;
  /** what the ledger says was released, and when that was decided; null where it cannot be told any more */
  released: { decided: DisclosureDecided['data']; at: Date; event: RecordedEvent } | null;
  /** as it was decided last; null where all of it might stay */
  known: StandingAnswer | null;
}

interface Row {
  item_id: string;
  recipient: string;
  product: string;
  disclosure_id: string;
  stream_id: string | null;
  version: number | null;
  known: StandingAnswer | null;
}

const STANDING = `select h.item_id, h.recipient, h.product, h.disclosure_id, h.stream_id, h.version,
    case when a.item_id is not null then
      jsonb_build_object('answer', a.answer, 'reason', a.reason, 'owed', a.owed, 'fields', a.fields) end as known
  from sharing.holder h
  left join sharing.standing_answer a
    on a.item_id = h.item_id and a.recipient = h.recipient and a.disclosure_id = h.disclosure_id`;

/** The next disclosures of a run behind its checkpoint. */
export const nextPermissions = async (
  pool: pg.Pool,
  { products, after }: Pick<StandingRun, 'products' | 'after'>,
  limit: number,
): Promise<Permission[]> => {
  const { rows } = await pool.query<Row>({
    name: 'standing-permissions',
    text: `${STANDING}
       where ($1::text[] is null or h.product = any($1)) and (h.item_id, h.recipient) > ($2, $3)
       order by h.item_id, h.recipient limit $4`,
    values: [products, after.itemId, after.recipient, limit],
  });
  return permissionsOf(pool, rows);
};

/** These disclosures, as far as they stand. */
export const permissionsNamed = async (pool: pg.Pool, keys: readonly PermissionKey[]): Promise<Permission[]> => {
  const { rows } = await pool.query<Row>({
    name: 'standing-permissions-named',
    text: `${STANDING}
       join unnest($1::text[], $2::text[]) as named (item_id, recipient)
         on named.item_id = h.item_id and named.recipient = h.recipient
       order by h.item_id, h.recipient`,
    values: [keys.map(({ itemId }) => itemId), keys.map(({ recipient }) => recipient)],
  });
  return permissionsOf(pool, rows);
};

const permissionsOf = async (pool: pg.Pool, rows: Row[]): Promise<Permission[]> => {
  const ledgers = await readHistories<DisclosureDecided>(pool, rows.map(ledgerOf));
  const events = await readHistories(pool, [...new Set(rows.flatMap(({ stream_id }) => stream_id ?? []))]);
  return rows.map((row) => ({
    itemId: row.item_id,
    recipient: row.recipient,
    product: row.product,
    disclosureId: row.disclosure_id,
    released: releasedAs(row, ledgers.get(ledgerOf(row)) ?? [], events.get(row.stream_id ?? '') ?? []),
    known: row.known,
  }));
};

const ledgerOf = ({ item_id, recipient }: Row): string => ledgerStream(item_id, recipient);

const releasedAs = (
  row: Row,
  ledger: RecordedEvent<DisclosureDecided>[],
  events: RecordedEvent[],
): Permission['released'] => {
  const entry = ledger.find(
    ({ type, data }) => type === 'DisclosureDecided' && data.disclosureId === row.disclosure_id,
  );
  const event = events.find(({ version }) => version === row.version);
  return entry && event && !event.erased ? { decided: entry.data, at: entry.recordedAt, event } : null;
};
