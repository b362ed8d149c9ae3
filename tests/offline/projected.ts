import { Projector, type Projection } from '@gatehouse/projections';
import { eventually } from '@gatehouse/testing';
import type pg from 'pg';

/** Goes on until a projection has applied every event of a store. */
export const projected = async (pool: pg.Pool, projection: Projection): Promise<void> => {
  const projector = new Projector(pool, projection);
  const { rows } = await pool.query<{ n: string }>(
    'select sequence::text as n from store.events order by transaction_id desc, sequence desc limit 1',
  );
  await eventually(
    async () => {
      await projector.runOnce();
      if ((await projector.position())?.sequence !== rows[0]?.n) throw new Error('not all is projected yet');
    },
    { timeoutMs: 60_000 },
  );
};
