/**
 * Work of concurrent callers, done in groups: whoever comes while a group is under way goes with the next one, and the groups'
 * statements, round trips and commits are shared.
 *
 * Promise: each caller gets what became of his own job. Nobody fails for a neighbour: a group that fails as a whole is done again
 * job by job, unless the database is away or too busy, which all of them are told at once. A caller who comes while nothing is
 * under way waits for nobody.
 * Invariant: jobs of one key are never in two groups at the same time, and go in the order in which they came.
 */
import { ConcurrencyConflict, RetryableFault } from '@gatehouse/service-kit/faults';

export interface GroupOptions<J, R> {
  /** what must not be worked on by two groups at once: the stream */
  keyOf: (job: J) => string;
  /** does the jobs in one transaction, in their order; what it throws is about all of them */
  together: (jobs: J[]) => Promise<PromiseSettledResult<R>[]>;
  /** groups at the same time; default 2: while the database works on one, the next one's decisions are made */
  groups?: number;
  /** jobs in one group, at the most; default 64: its locks are held to its end */
  most?: number;
}

interface Waiting<J, R> {
  job: J;
  key: string;
  resolve: (result: R) => void;
  reject: (fault: unknown) => void;
}

export class InGroups<J, R> {
  #waiting: Waiting<J, R>[] = [];
  readonly #busy = new Set<string>();
  #groups = 0;

  constructor(private readonly options: GroupOptions<J, R>) {}

  /** Does one job, with whoever else is there. @throws what became of this job */
  run(job: J): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, key: this.options.keyOf(job), resolve, reject });
      this.#begin();
    });
  }

  #begin(): void {
    const { groups = 2, most = 64 } = this.options;
    if (this.#groups >= groups) return;
    const group: Waiting<J, R>[] = [];
    const rest: Waiting<J, R>[] = [];
    for (const waiting of this.#waiting)
      (group.length < most && !this.#busy.has(waiting.key) ? group : rest).push(waiting);
    if (group.length === 0) return;
    this.#waiting = rest;
    void this.#go(group);
  }

  async #go(group: Waiting<J, R>[]): Promise<void> {
    const keys = new Set(group.map(({ key }) => key));
    keys.forEach((key) => this.#busy.add(key));
    this.#groups += 1;
    const results = await this.#settled(group);
    this.#groups -= 1;
    keys.forEach((key) => this.#busy.delete(key));
    group.forEach(({ resolve, reject }, index) => {
      const result = results[index]!;
      if (result.status === 'fulfilled') resolve(result.value);
      else reject(result.reason);
    });
    this.#begin();
  }

  async #settled(group: Waiting<J, R>[]): Promise<PromiseSettledResult<R>[]> {
    try {
      return await this.options.together(group.map(({ job }) => job));
    } catch (reason) {
      if (group.length === 1 || isAboutAll(reason)) return group.map(() => ({ status: 'rejected', reason }));
      const alone: PromiseSettledResult<R>[] = [];
      for (const waiting of group) alone.push(...(await this.#settled([waiting])));
      return alone;
    }
  }
}

// One by one they would each wait for a database that is away, and the last for all of it.
const isAboutAll = (fault: unknown): boolean =>
  fault instanceof RetryableFault && !(fault instanceof ConcurrencyConflict);
