// The live rows of every projection stand in one schema, those that are being rebuilt each in one of their own. A projection names
// its tables without a schema: whoever runs it says which.
import type pg from 'pg';

export const LIVE = 'read';

/** Where the rows of a projection stand while they are made again; also what must be dropped to give a rebuild up. */
export const schemaBeside = (projection: string): string => `rebuild_${projection.replaceAll('-', '_')}`;

/** Which advisory lock the one runner of a projection holds. */
export const runnerLock = (projection: string): string => `gatehouse.projection.${projection}`;

/** To the end of the transaction, tables named without a schema are those of this one, and of no other. */
export const workIn = async (client: pg.ClientBase, schema: string): Promise<void> => {
  await client.query(`select set_config('search_path', $1, true)`, [schema]);
};
