/**
 * A projection made anew beside itself.
 *
 * Promise: the live rows serve until rows that were made from every event up to the same position take their place, in one
 * transaction with the checkpoint. Rows that differ do not, unless the caller accepts what was listed. Killed or stopped at any
 * instant the live rows are whole; the next call goes on where this one was.
 * Invariants: only one rebuild of a projection at a time; the projection's runner stands still for the comparison and the swap
 * alone, which write nothing but the swap, so that nobody who reads the store waits for a comparison.
 */
import { inTransactionOn } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import type pg from 'pg';
import type { Projection } from '../projection.ts';
import { differencesOf, type TableDifferences } from './differences.ts';
import { followLive } from './follow-live.ts';
import { rebuildProgress, type RebuildProgress } from './progress.ts';
import { asOnlyRebuild, whileItStandsStill } from './runner-lock.ts';
import { swap } from './swap.ts';
import { areTablesBeside, checkAlike, dropTablesBeside, makeTablesBeside } from './tables-beside.ts';

export interface RebuildOptions {
  /** compare only: the rows beside are thrown away */
  check?: boolean;
  /** swap in rows that differ */
  acceptDifferences?: boolean;
  /** throw away what an earlier call has made */
  anew?: boolean;
  /** ends it after the batch under way; the next call goes on there */
  signal?: AbortSignal;
  /** events in one transaction, at the most; default 200 */
  batch?: number;
  /** told after each batch */
  onProgress?: (progress: RebuildProgress) => void;
}

/** `differ`: nothing was swapped, and the rows beside stay for a look unless it was a check. */
export type RebuildEnd =
  | { end: 'stopped' }
  | { end: 'swapped' | 'differ' | 'alike'; differences: TableDifferences[]; progress: RebuildProgress | null };

/**
 * @throws TerminalFault 'rebuild-running', 'rebuild-outdated' (the tables have changed since: begin anew), 'rebuild-ahead',
 *   'projection-writes-elsewhere', 'no-primary-key'; what applying an event threw: then it goes on from that event next time
 */
export const rebuild = (pool: pg.Pool, projection: Projection, options: RebuildOptions = {}): Promise<RebuildEnd> =>
  asOnlyRebuild(pool, projection.name, async (client) => {
    await takeUp(client, projection, options.anew === true);
    if (!(await caughtUp(client, projection, options))) return { end: 'stopped' };
    return whileItStandsStill(client, projection.name, () => concluded(client, projection, options));
  });

const takeUp = (client: pg.ClientBase, projection: Projection, anew: boolean): Promise<void> =>
  inTransactionOn(client, async () => {
    if (anew) await dropTablesBeside(client, projection);
    if (await areTablesBeside(client, projection)) return checkAlike(client, projection);
    await makeTablesBeside(client, projection);
    failpoint('rebuild.tables-made');
  });

/** Up to within one batch of the live rows, which go on meanwhile. False when it was told to stop. */
const caughtUp = async (client: pg.ClientBase, projection: Projection, options: RebuildOptions): Promise<boolean> => {
  const { batch = 200, signal, onProgress } = options;
  for (;;) {
    if (signal?.aborted) return false;
    const { applied, arrived } = await followLive(client, projection, batch);
    const progress = onProgress && (await rebuildProgress(client, projection));
    if (progress) onProgress?.(progress);
    if (arrived || applied < batch) return true;
  }
};

const concluded = async (
  client: pg.ClientBase,
  projection: Projection,
  { check, acceptDifferences, batch = 200 }: RebuildOptions,
): Promise<RebuildEnd> => {
  while (!(await followLive(client, projection, batch)).arrived);
  const progress = await rebuildProgress(client, projection);
  const differences = await inTransactionOn(client, () => differencesOf(client, projection), { statementMs: 600_000 });
  const alike = differences.every(({ differing }) => differing === 0);
  if (check) await inTransactionOn(client, () => dropTablesBeside(client, projection));
  else if (alike || acceptDifferences) await swap(client, projection);
  const end = check || !(alike || acceptDifferences) ? (alike ? 'alike' : 'differ') : 'swapped';
  return { end, differences, progress };
};
