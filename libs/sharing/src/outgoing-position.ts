// How far the share hop is in this agency's store: moved in the transaction of what was decided there.
import type { Cursor, Queryable } from '@gatehouse/event-store';

/** null before the first event. */
export const outgoingPosition = async (queryable: Queryable): Promise<Cursor | null> => {
  const { rows } = await queryable.query<{ epoch: string; transaction_id: string; sequence: string }>(
    `select epoch, transaction_id, sequence from sharing.outgoing_position where name = 'share'`,
  );
  const row = rows[0];
  return row ? { epoch: row.epoch, transactionId: row.transaction_id, sequence: row.sequence } : null;
};

/**
 * Moves on from exactly this position, and waits for whoever is moving it.
 * @returns false when another process has moved it: what lies between is decided already
 */
export const moveOutgoing = async (queryable: Queryable, from: Cursor | null, to: Cursor): Promise<boolean> => {
  const values = [to.epoch, to.transactionId, to.sequence];
  const { rowCount } =
    from === null
      ? await queryable.query(
          `insert into sharing.outgoing_position (name, epoch, transaction_id, sequence)
           values ('share', $1, $2, $3) on conflict do nothing`,
          values,
        )
      : await queryable.query(
          `update sharing.outgoing_position set epoch = $1, transaction_id = $2, sequence = $3
           where name = 'share' and (epoch, transaction_id, sequence) = ($4, $5, $6)`,
          [...values, from.epoch, from.transactionId, from.sequence],
        );
  return rowCount === 1;
};
