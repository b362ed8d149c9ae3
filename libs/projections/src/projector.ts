/**
 * The projector: events to read rows.
 *
 * Promise: each event is applied once and in order; the rows and the checkpoint are one transaction, so a kill at any
 * instant leaves rows that agree with their checkpoint.
 * Invariants:
 * - One runner of a projection at a time: an advisory lock for the length of the transaction, and the checkpoint read
 *   again under it. A second process stands by.
 * - The projection's tables are those of the live schema while it applies.
 * - An event of an erased item is passed over: it says nothing any more.
 * - An event that cannot be applied stops its projection there; what came before it stands, and it is tried again.
 */
import { inTransaction, readAll, type Cursor, type Queryable, type RecordedEvent } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import type { Sample } from '@gatehouse/service-kit/metrics';
import { inCarriedSpan } from '@gatehouse/service-kit/trace';
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import { lagSamples } from './lag.ts';
import { readCheckpoint, sameCursor, writeCheckpoint } from './checkpoint.ts';
import { asOne, type Projection } from './projection.ts';
import { LIVE, runnerLock } from './schema.ts';

export interface ProjectorOptions {
  /** the service whose read model it is, for traces and metrics; default 'gatehouse' */
  service?: string;
  /** milliseconds between looks when there is nothing to do, at the most; default 250 */
  pollMs?: number;
  /** events in one transaction, at the most; default 200 */
  batch?: number;
  /** told of each failed step; must not throw */
  onFault?: (fault: unknown, name: string) => void;
}

export class Projector {
  readonly worker: Worker;
  /** What this runner last knew; undefined when another one may have moved it. */
  #known: Cursor | null | undefined;
  #batch: number;
  /** set while it walks in step with the others of its service (projectors-in-step.ts): then there is nothing to do alone */
  #inStep = false;
  #faulty = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly projection: Projection,
    private readonly options: ProjectorOptions = {},
  ) {
    const { pollMs = 250, onFault } = options;
    this.#batch = this.#fullBatch;
    this.worker = new Worker({
      name: `project ${projection.name}`,
      step: () => this.runOnce(),
      idleMs: pollMs,
      onFault,
    });
  }

  get name(): string {
    return this.projection.name;
  }

  /** Set from an event that it could not apply to the next one that it could. */
  get faulty(): boolean {
    return this.#faulty;
  }

  walkInStep(): void {
    this.#inStep = true;
  }

  walkAlone({ faulty = this.#faulty } = {}): void {
    this.#inStep = false;
    this.#faulty = faulty;
    this.#known = undefined;
  }

  start(): void {
    this.worker.start();
  }

  /** Ends after the batch under way. */
  async stop(): Promise<void> {
    await this.worker.stop();
  }

  /** How far the rows are; null before the first event. */
  position(): Promise<Cursor | null> {
    return readCheckpoint(this.pool, this.projection.name);
  }

  /**
   * Applies the next events in one transaction. Gives their number: 0 when there are none, or another runner is at work.
   * @throws what applying threw; then the next run goes event by event, up to the one that cannot be applied
   */
  async runOnce(): Promise<number> {
    if (this.#inStep) return 0;
    const from = this.#known === undefined ? await this.position() : this.#known;
    const events = await readAll(this.pool, from, this.#batch);
    this.#known = events.length === 0 ? from : undefined;
    if (events.length === 0) return 0;
    try {
      return await this.#project(from, events);
    } catch (fault) {
      this.#batch = 1;
      this.#faulty = true;
      throw fault;
    }
  }

  async #project(from: Cursor | null, events: RecordedEvent[]): Promise<number> {
    const to = events.at(-1)!.cursor;
    const applied = await inTransaction(this.pool, async (client) => {
      if (!(await this.#alone(client)) || !sameCursor(from, await readCheckpoint(client, this.projection.name)))
        return false;
      const standing = events.filter(({ erased }) => !erased);
      if (asOne(this.projection, standing)) await this.projection.applyAll?.(client, standing);
      else for (const event of standing) await this.apply(client, event);
      await writeCheckpoint(client, this.projection.name, to);
      failpoint('project.before-commit');
      return true;
    });
    if (!applied) return 0;
    failpoint('project.after-commit');
    this.#known = to;
    this.#faulty = false;
    this.#batch = Math.min(this.#fullBatch, this.#batch * 2);
    return events.length;
  }

  /** Changes the rows as one event says, in the caller's transaction on the live schema. */
  apply(client: pg.ClientBase, event: RecordedEvent): Promise<void> {
    const { name } = this.projection;
    const span = { name: `project ${name}`, service: this.#service };
    return inCarriedSpan(event.metadata.traceparent, span, () => this.projection.apply(client, event));
  }

  async #alone(client: pg.ClientBase): Promise<boolean> {
    const { rows } = await client.query<{ alone: boolean }>(
      `select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as alone, set_config('search_path', $2, true)`,
      [runnerLock(this.projection.name), LIVE],
    );
    return rows[0]?.alone === true;
  }

  /** How far the rows are behind. */
  samples(queryable: Queryable, now: Date): Promise<Sample[]> {
    return lagSamples(queryable, this.#service, this.projection.name, now);
  }

  get #service(): string {
    return this.options.service ?? 'gatehouse';
  }

  get #fullBatch(): number {
    return this.options.batch ?? 200;
  }
}
