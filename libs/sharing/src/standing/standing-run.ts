// The run that goes through what was disclosed after a change of what rules: its beginning, its checkpoint, its end. Promise: there is one
// run at a time; of two processes at work one moves the checkpoint; what an overtaken run had still to do, the next one does.
import type { Queryable } from '@gatehouse/event-store';
import type { Rulings, Touched } from './ruling.ts';

export type RunState = 'running' | 'complete' | 'overtaken';

export interface StandingRun {
  runId: string;
  bundleVersion: number;
  rulings: Rulings;
  instruments: string[];
  /** null for all */
  products: string[] | null;
  /** disclosures that were standing when it began */
  permissions: number;
  decided: number;
  changed: number;
  undecided: number;
  after: PermissionKey;
  state: RunState;
  startedAt: Date;
  endedAt: Date | null;
}

/** One item at one recipient. */
export interface PermissionKey {
  itemId: string;
  recipient: string;
}

interface Row {
  run_id: string;
  bundle_version: string;
  rulings: Rulings;
  changed_instruments: string[];
  products: string[] | null;
  permissions: number;
  decided: number;
  changed: number;
  undecided: number;
  after_item: string;
  after_recipient: string;
  state: RunState;
  started_at: Date;
  ended_at: Date | null;
}

/** The latest runs, the youngest first. */
export const lastRuns = async (queryable: Queryable, limit: number): Promise<StandingRun[]> => {
  const { rows } = await queryable.query<Row>('select * from sharing.standing_run order by position desc limit $1', [
    limit,
  ]);
  return rows.map(runOf);
};

/** What ruled when all was last decided, and the runs that were overtaken since. */
export const lastDecided = async (
  queryable: Queryable,
): Promise<{ rulings: Rulings | null; overtaken: Touched[]; running: StandingRun | null }> => {
  const { rows } = await queryable.query<Row>(
    `select * from sharing.standing_run
     where position >= coalesce((select max(position) from sharing.standing_run where state = 'complete'), 0) order by position`,
  );
  const runs = rows.map(runOf);
  return {
    rulings: runs.find(({ state }) => state === 'complete')?.rulings ?? null,
    overtaken: runs.filter(({ state }) => state === 'overtaken'),
    running: runs.find(({ state }) => state === 'running') ?? null,
  };
};

/** Begins one. @returns false where another process has just begun it */
export const beginRun = async (
  queryable: Queryable,
  run: Pick<StandingRun, 'runId' | 'bundleVersion' | 'rulings' | 'instruments' | 'products' | 'startedAt'>,
): Promise<boolean> => {
  const { rowCount } = await queryable.query(
    `insert into sharing.standing_run
       (run_id, bundle_version, rulings, changed_instruments, products, permissions, state, started_at)
     select $1, $2, $3, $4, $5::text[],
       (select count(*) from sharing.holder where $5::text[] is null or product = any($5)), 'running', $6
     on conflict do nothing`,
    [run.runId, run.bundleVersion, JSON.stringify(run.rulings), run.instruments, run.products, run.startedAt],
  );
  return rowCount === 1;
};

/** Moves the checkpoint on from where this run was read. @returns false when another process has moved it, or ended the run */
export const moveRun = async (
  queryable: Queryable,
  { runId, after }: StandingRun,
  to: PermissionKey,
  counts: { decided: number; changed: number; undecided: number },
): Promise<boolean> => {
  const { rowCount } = await queryable.query(
    `update sharing.standing_run set after_item = $4, after_recipient = $5, decided = decided + $6, changed = changed + $7,
       undecided = undecided + $8
     where run_id = $1 and after_item = $2 and after_recipient = $3 and state = 'running'`,
    [runId, after.itemId, after.recipient, to.itemId, to.recipient, counts.decided, counts.changed, counts.undecided],
  );
  return rowCount === 1;
};

/** @returns false where another process has ended it */
export const endRun = async (
  queryable: Queryable,
  runId: string,
  state: Exclude<RunState, 'running'>,
  at: Date,
): Promise<boolean> => {
  const { rowCount } = await queryable.query(
    `update sharing.standing_run set state = $2, ended_at = $3 where run_id = $1 and state = 'running'`,
    [runId, state, at],
  );
  return rowCount === 1;
};

const runOf = (row: Row): StandingRun => ({
  runId: row.run_id,
  bundleVersion: Number(row.bundle_version),
  rulings: row.rulings,
  instruments: row.changed_instruments,
  products: row.products,
  permissions: row.permissions,
  decided: row.decided,
  changed: row.changed,
  undecided: row.undecided,
  after: { itemId: row.after_item, recipient: row.after_recipient },
  state: row.state,
  startedAt: row.started_at,
  endedAt: row.ended_at,
});
