/**
 * Watching the snapshot horizon.
 *
 * Promise: when one transaction holds every reader of this cluster back, in whichever of its databases it runs, its backend is
 * named within `afterMs` and a look. Readers below the horizon never skip an event (read-all.ts); the price is that a session
 * left idle in a transaction silences everybody, and only a person can say whether it may be ended.
 */
import type { PartState } from '@gatehouse/service-kit';
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';

/** What holds the horizon. */
export interface Stall {
  /** the backend, for `pg_terminate_backend`; null for a prepared transaction, which no backend carries */
  pid: number | null;
  transactionId: string;
}

export interface HorizonWatchOptions {
  pool: pg.Pool;
  /** told once of each transaction that holds the horizon too long: `HORIZON_STALLED` with its backend; must not throw */
  alarm: (name: string, about: Record<string, unknown>) => void;
  /** milliseconds the horizon may stand before a transaction in progress; default 5,000 */
  afterMs?: number;
  /** milliseconds between looks; default 1,000 */
  everyMs?: number;
  /** milliseconds that have passed; default the process's own count, which no change of the clock moves */
  elapsed?: () => number;
  onFault?: (fault: unknown, name: string) => void;
}

// pg_locks tells everybody who holds which transaction id; pg_stat_activity would need a right to see other roles' sessions.
const LOOK = `
  select pg_snapshot_xmin(now_visible)::text as horizon,
    pg_snapshot_xmin(now_visible) < pg_snapshot_xmax(now_visible) as held,
    (select pid from pg_locks where locktype = 'transactionid' and granted and mode = 'ExclusiveLock'
       and transactionid = pg_snapshot_xmin(now_visible)::xid limit 1) as pid
  from (select pg_current_snapshot() as now_visible) as s`;

export class HorizonWatch {
  readonly worker: Worker;
  #standing: { horizon: string; since: number } | null = null;
  #stall: Stall | null = null;

  constructor(private readonly options: HorizonWatchOptions) {
    const { everyMs = 1_000, onFault } = options;
    this.worker = new Worker({ name: 'horizon', step: () => this.look(), idleMs: everyMs, onFault });
  }

  /** What holds the horizon now, for longer than it may; null when it moves. */
  get stall(): Stall | null {
    return this.#stall;
  }

  /** Readiness: requests are served all the same, so that nobody is turned away for what nobody can share yet. */
  state(): PartState {
    return this.#stall === null || { degraded: { heldByPid: this.#stall.pid } };
  }

  start(): void {
    this.worker.start();
  }

  stop(): Promise<void> {
    return this.worker.stop();
  }

  /** Looks once. Gives 0: there is never more to do at once. */
  async look(): Promise<number> {
    const { rows } = await this.options.pool.query<{ horizon: string; held: boolean; pid: number | null }>(LOOK);
    const now = (this.options.elapsed ?? (() => performance.now()))();
    const { horizon, held, pid } = rows[0]!;
    if (!held) this.#standing = null;
    else if (this.#standing?.horizon !== horizon) this.#standing = { horizon, since: now };
    this.#say(this.#tooLong(now) ? { pid, transactionId: horizon } : null);
    return 0;
  }

  #tooLong(now: number): boolean {
    const { afterMs = 5_000 } = this.options;
    return this.#standing !== null && now - this.#standing.since >= afterMs;
  }

  #say(stall: Stall | null): void {
    const known = this.#stall?.transactionId;
    this.#stall = stall;
    if (stall && stall.transactionId !== known) this.options.alarm('HORIZON_STALLED', { ...stall });
  }
}
