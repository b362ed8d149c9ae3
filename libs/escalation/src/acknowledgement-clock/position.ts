// How far the clocks have looked at the store: moved in the transaction of what was found there.
import type { Cursor, Queryable } from '@gatehouse/event-store';
import type pg from 'pg';

const NAME = 'clocks';

interface Stored {
  epoch: string;
  transaction_id: string;
  sequence: string;
}

/** null before the first event. */
export const positionOf = async (queryable: Queryable): Promise<Cursor | null> => {
  const { rows } = await queryable.query<Stored>(
    'select epoch, transaction_id, sequence from escalation.position where name = $1',
    [NAME],
  );
  const row = rows[0];
  return row ? { epoch: row.epoch, transactionId: row.transaction_id, sequence: row.sequence } : null;
};

/** Moves on from exactly this position. @returns false when somebody else has moved it */
export const moveTo = async (client: pg.ClientBase, from: Cursor | null, to: Cursor): Promise<boolean> => {
  if (from === null) {
    const { rowCount } = await client.query(
      'insert into escalation.position (name, epoch, transaction_id, sequence) values ($1, $2, $3, $4) on conflict do nothing',
      [NAME, to.epoch, to.transactionId, to.sequence],
    );
    return rowCount === 1;
  }
  const { rowCount } = await client.query(
    `update escalation.position set epoch = $2, transaction_id = $3, sequence = $4
     where name = $1 and (epoch, transaction_id, sequence) = ($5, $6, $7)`,
    [NAME, to.epoch, to.transactionId, to.sequence, from.epoch, from.transactionId, from.sequence],
  );
  return rowCount === 1;
};
