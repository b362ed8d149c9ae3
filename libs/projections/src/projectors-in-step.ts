/**
 * The projectors of one service, side by side in one transaction.
 *
 * Promise: that of each projector (applied once, in order, rows and checkpoint in one transaction), for a tenth of the
 * transactions: an event is read once and everything it changes is committed once.
 * Invariants:
 * - Each projection's own lock is held and its own checkpoint read under it, so that a projector alone, a rebuild and
 *   another process are kept apart from it as from one another.
 * - Whoever is behind (new, rebuilt, locked by another runner) or cannot apply an event goes on alone, and nobody waits for
 *   him; he is back in step as soon as his checkpoint lies within what is read next.
 */
import { inTransaction, readAll, type Cursor, type RecordedEvent } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import { notAfter, readCheckpoints, writeCheckpoints, type Checkpoints } from './checkpoint.ts';
import type { Projection } from './projection.ts';
import { Projector, type ProjectorOptions } from './projector.ts';
import { LIVE, runnerLock } from './schema.ts';

export class ProjectorsInStep {
  readonly each: readonly Projector[];
  readonly #worker: Worker;
  /** the place up to which all in step have come; undefined when another one may have moved them */
  #from: Cursor | null | undefined;

  constructor(
    private readonly pool: pg.Pool,
    projections: readonly Projection[],
    private readonly options: ProjectorOptions = {},
  ) {
    this.each = projections.map((projection) => new Projector(pool, projection, options));
    const { pollMs = 250, onFault } = options;
    this.#worker = new Worker({ name: 'project', step: () => this.runOnce(), idleMs: pollMs, onFault });
  }

  /** What moves: the walk in step, and each projector for when it walks alone. */
  get workers(): Worker[] {
    if (this.each.length === 0) return [];
    return [this.#worker, ...this.each.map(({ worker }) => worker)];
  }

  /**
   * Applies the next events for all in step, in one transaction. Gives their number; 0 when there are none, or when
   * another runner has all of them.
   */
  async runOnce(): Promise<number> {
    const from = this.#from === undefined ? await this.#find() : this.#from;
    const events = await readAll(this.pool, from, this.options.batch ?? 200);
    this.#from = events.length === 0 ? from : undefined;
    const last = events.at(-1);
    if (!last) return 0;
    const stumbled: Projector[] = [];
    try {
      const along = await inTransaction(this.pool, (client) => this.#walk(client, from, events, stumbled));
      if (along.length === 0) return 0;
      failpoint('project.after-commit');
      for (const one of along) one.walkInStep();
      this.#from = last.cursor;
    } catch (fault) {
      // It tries alone, event by event, and says what is wrong; the others go on at once.
      if (stumbled.length === 0) throw fault;
      for (const one of stumbled) one.walkAlone({ faulty: true });
    }
    return events.length;
  }

  /** Where the one that is furthest stands. Whoever is not there walks alone. */
  async #find(): Promise<Cursor | null> {
    const at = await readCheckpoints(
      this.pool,
      this.each.map(({ name }) => name),
    );
    const furthest = [...at.values()].reduce<Cursor | null>(
      (most, cursor) => (most === null || notAfter(most, cursor) ? cursor : most),
      null,
    );
    for (const one of this.each) if (!joins(at.get(one.name) ?? null, furthest, null)) one.walkAlone();
    return furthest;
  }

  /** Gives who came along. */
  async #walk(
    client: pg.PoolClient,
    from: Cursor | null,
    events: RecordedEvent[],
    stumbled: Projector[],
  ): Promise<Projector[]> {
    const to = events.at(-1)!.cursor;
    const free = await this.#locked(client);
    const at = await readCheckpoints(client, free);
    const along = this.each.filter(
      (one) => !one.faulty && free.includes(one.name) && joins(at.get(one.name) ?? null, from, to),
    );
    for (const one of this.each) if (!along.includes(one)) one.walkAlone();
    for (const event of events) if (!event.erased) await applyToEach(client, event, along, at, stumbled);
    await writeCheckpoints(
      client,
      along.map(({ name }) => name),
      to,
    );
    failpoint('project.before-commit');
    return along;
  }

  async #locked(client: pg.ClientBase): Promise<string[]> {
    const names = this.each.map(({ name }) => name);
    const { rows } = await client.query<{ name: string; free: boolean }>({
      name: 'project-in-step',
      text: `select name, pg_try_advisory_xact_lock(hashtextextended(lock, 0)) as free, set_config('search_path', $3, true)
        from unnest($1::text[], $2::text[]) as given (name, lock)`,
      values: [names, names.map(runnerLock), LIVE],
    });
    return rows.filter(({ free }) => free).map(({ name }) => name);
  }
}

const applyToEach = async (
  client: pg.ClientBase,
  event: RecordedEvent,
  along: Projector[],
  at: Checkpoints,
  stumbled: Projector[],
): Promise<void> => {
  for (const one of along) {
    const seen = at.get(one.name);
    if (seen && notAfter(event.cursor, seen)) continue;
    try {
      await one.apply(client, event);
    } catch (fault) {
      stumbled.push(one);
      throw fault;
    }
  }
};

/** Whether a checkpoint lies from where the others stand to before the last event read. */
const joins = (at: Cursor | null, from: Cursor | null, to: Cursor | null): boolean => {
  if (at === null) return from === null;
  if (from !== null && (at.epoch !== from.epoch || !notAfter(from, at))) return false;
  return to === null || !notAfter(to, at);
};
