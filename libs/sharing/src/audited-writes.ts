// Commands of concurrent callers, each with its audit row, committed in company. Promise: an accepted command's events and its
// audit row are durable together or not at all, and what was decided on is what stands before the events. Several commands on
// one stream are decided one after the other, each on what those before it left, so that none of them has to try again.
import { recordCommitted, type CommittedRecord } from '@gatehouse/audit-trail';
import {
  appendReady,
  InGroups,
  inTransaction,
  readHistories,
  type DomainEvent,
  type ReadyEvent,
  type RecordedEvent,
} from '@gatehouse/event-store';
import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';

/** What one command writes. */
export interface Decided<T> {
  events: ReadyEvent[];
  record: CommittedRecord;
  /** what the caller is told, once it is durable */
  told: (events: RecordedEvent[]) => T;
}

/** What has happened on a stream: recorded, or about to be in the same transaction. */
export type Happened = Pick<RecordedEvent, 'type' | 'data' | 'version' | 'erased'>;

interface Job {
  streamId: string;
  decide: (history: readonly Happened[]) => Promise<Decided<unknown>>;
}

/** Whoever was first has won; the loser loads what is there now and decides again. */
const ATTEMPTS = { attempts: 3 };

export class AuditedWrites {
  readonly #groups: InGroups<Job, unknown>;

  constructor(pool: pg.Pool, beforeCommit: () => void = () => undefined) {
    this.#groups = new InGroups<Job, unknown>({
      keyOf: ({ streamId }) => streamId,
      together: (jobs) =>
        inTransaction(
          pool,
          async (client) => {
            const results = await written(client, jobs);
            beforeCommit();
            return results;
          },
          ATTEMPTS,
        ),
    });
  }

  /**
   * Decides one command on its stream and writes what came of it. `decide` may run again after a conflict; it runs in the
   * caller's own asynchronous context, so that its trace is his.
   * @throws what `decide` threw; database errors as faults; ConcurrencyConflict when others kept writing to the stream
   */
  write<T>(streamId: string, decide: (history: readonly Happened[]) => Promise<Decided<T>>): Promise<T> {
    const asCaller = AsyncLocalStorage.snapshot();
    const job: Job = { streamId, decide: (history) => asCaller(decide, history) };
    return this.#groups.run(job) as Promise<T>;
  }
}

const written = async (client: pg.ClientBase, jobs: Job[]): Promise<PromiseSettledResult<unknown>[]> => {
  const histories: Map<string, Happened[]> = await readHistories(client, [
    ...new Set(jobs.map(({ streamId }) => streamId)),
  ]);
  const decisions: PromiseSettledResult<Decided<unknown>>[] = [];
  for (const { streamId, decide } of jobs) {
    const history = histories.get(streamId) ?? [];
    const [decision] = await Promise.allSettled([decide(history)]);
    if (decision.status === 'fulfilled') history.push(...decision.value.events);
    decisions.push(decision);
  }
  const kept = decisions.flatMap((decision) => (decision.status === 'fulfilled' ? [decision.value] : []));
  const events = await appendReady<DomainEvent>(
    client,
    kept.flatMap((decided) => decided.events),
  );
  await recordCommitted(
    client,
    kept.map(({ record }) => record),
  );
  let next = 0;
  return decisions.map((decision) => {
    if (decision.status === 'rejected') return decision;
    const { events: ready, told } = decision.value;
    return { status: 'fulfilled', value: told(events.slice(next, (next += ready.length))) };
  });
};
