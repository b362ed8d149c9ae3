import type pg from 'pg';

/** Something happened that the parties are told of. */
export const markActed = async (client: pg.ClientBase, instrumentId: string): Promise<void> => {
  await client.query('update registry.instrument set acts = acts + 1 where instrument_id = $1', [instrumentId]);
};
