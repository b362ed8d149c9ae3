// The rows made anew take the live ones' place, with their checkpoint, in one transaction.
import { inTransactionOn } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { readCheckpoint, writeCheckpoint } from '../checkpoint.ts';
import type { Projection } from '../projection.ts';
import { LIVE, schemaBeside } from '../schema.ts';
import { checkAlike, dropTablesBeside, named } from './tables-beside.ts';

// Whoever reads a live table is waited for this long; those who come meanwhile wait behind, so it is short and tried again.
const LOCK_MS = 500;
const ATTEMPTS = 20;

/**
 * Swaps. The caller holds the projection's runner still and both sides stand at one position.
 * @throws RetryableFault when the live tables were read without a pause; then nothing has changed
 */
export const swap = async (client: pg.ClientBase, projection: Projection): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await inTransactionOn(client, () => swapped(client, projection));
      return failpoint('rebuild.after-swap-commit');
    } catch (fault) {
      if (!(fault instanceof RetryableFault) || attempt >= ATTEMPTS) throw fault;
    }
  }
};

const swapped = async (client: pg.ClientBase, projection: Projection): Promise<void> => {
  const beside = schemaBeside(projection.name);
  await client.query(`set local lock_timeout = ${LOCK_MS}`);
  await checkAlike(client, projection);
  const position = await readCheckpoint(client, projection.name, beside);
  for (const { name } of projection.tables) {
    await client.query(`drop table ${named(LIVE, name)}`);
    await client.query(`alter table ${named(beside, name)} set schema ${LIVE}`);
  }
  if (position) await writeCheckpoint(client, projection.name, position);
  await dropTablesBeside(client, projection);
  failpoint('rebuild.before-swap-commit');
};
