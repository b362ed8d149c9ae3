import type { Cursor, Queryable } from '@gatehouse/event-store';
import { LIVE } from './schema.ts';

/** Where a projection is; null before its first event. `schema`: of the live rows unless said. */
export const readCheckpoint = async (
  queryable: Queryable,
  projection: string,
  schema = LIVE,
): Promise<Cursor | null> => {
  const { rows } = await queryable.query<{ epoch: string; transaction_id: string; sequence: string }>({
    name: `${schema}-checkpoint`,
    text: `select epoch, transaction_id, sequence from ${schema}.checkpoints where projection = $1`,
    values: [projection],
  });
  const row = rows[0];
  return row ? { epoch: row.epoch, transactionId: row.transaction_id, sequence: row.sequence } : null;
};

/** Checkpoints by projection; who has none is missing. */
export type Checkpoints = Map<string, Cursor>;

/** Where these projections' live rows are. */
export const readCheckpoints = async (queryable: Queryable, projections: string[]): Promise<Checkpoints> => {
  const { rows } = await queryable.query<{
    projection: string;
    epoch: string;
    transaction_id: string;
    sequence: string;
  }>({
    name: 'checkpoints',
    text: `select projection, epoch, transaction_id, sequence from ${LIVE}.checkpoints where projection = any($1)`,
    values: [projections],
  });
  return new Map(
    rows.map(({ projection, epoch, transaction_id: transactionId, sequence }) => [
      projection,
      { epoch, transactionId, sequence },
    ]),
  );
};

/** Moves the checkpoints of these projections' live rows, in the transaction of the rows. */
export const writeCheckpoints = async (queryable: Queryable, projections: string[], cursor: Cursor): Promise<void> => {
  await queryable.query({
    name: 'write-checkpoints',
    text: `insert into ${LIVE}.checkpoints (projection, epoch, transaction_id, sequence)
      select projection, $2, $3, $4 from unnest($1::text[]) as projection
      on conflict (projection) do update
      set epoch = excluded.epoch, transaction_id = excluded.transaction_id, sequence = excluded.sequence`,
    values: [projections, cursor.epoch, cursor.transactionId, cursor.sequence],
  });
};

/** Moves a projection's checkpoint, in the transaction of the rows. */
export const writeCheckpoint = async (
  queryable: Queryable,
  projection: string,
  cursor: Cursor,
  schema = LIVE,
): Promise<void> => {
  await queryable.query({
    name: `${schema}-write-checkpoint`,
    text: `insert into ${schema}.checkpoints (projection, epoch, transaction_id, sequence) values ($1, $2, $3, $4)
      on conflict (projection) do update
      set epoch = excluded.epoch, transaction_id = excluded.transaction_id, sequence = excluded.sequence`,
    values: [projection, cursor.epoch, cursor.transactionId, cursor.sequence],
  });
};

export const sameCursor = (one: Cursor | null, other: Cursor | null): boolean =>
  one === other ||
  (one !== null &&
    other !== null &&
    one.epoch === other.epoch &&
    one.transactionId === other.transactionId &&
    one.sequence === other.sequence);

/** Whether a position is at or before another one of the same epoch. */
export const notAfter = (one: Cursor, other: Cursor): boolean => {
  const [mine, theirs] = [BigInt(one.transactionId), BigInt(other.transactionId)];
  return mine === theirs ? BigInt(one.sequence) <= BigInt(other.sequence) : mine < theirs;
};
