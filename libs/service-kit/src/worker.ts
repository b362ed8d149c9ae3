// A worker does its step again and again: while there is work at once, or after a moment in which more of it gathers; then
// less and less often; never two at a time. A step that fails is reported and tried again with back-off; nothing but stop()
// ends the loop.

export interface WorkerOptions {
  /** for logs and readiness */
  name: string;
  /** one step; gives how much it did (0 = nothing to do) */
  step: () => Promise<number>;
  /** milliseconds between empty steps, at the most; default 250 */
  idleMs?: number;
  /** milliseconds after a step that did something: what comes meanwhile shares the next step's commit; default 0 */
  gatherMs?: number;
  /** what one step does at the most: after a step that did so much nothing is gathered, there is more already; default no limit */
  full?: number;
  /** told of each failed step; must not throw */
  onFault?: (fault: unknown, name: string) => void;
}

const SHORTEST_MS = 5;
const LONGEST_FAULT_MS = 5_000;

export class Worker {
  readonly name: string;
  #stopping = false;
  #loop: Promise<void> | null = null;
  #wake: (() => void) | null = null;
  #faults = 0;
  /** steps since the start, for those who watch */
  readonly steps = { done: 0, idle: 0, fault: 0 };

  constructor(private readonly options: WorkerOptions) {
    this.name = options.name;
  }

  /** false while the last steps have failed: readiness names the worker then */
  get healthy(): boolean {
    return this.#faults < 3;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Ends after the step under way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    await this.#loop;
  }

  /** There may be work: do not wait for the next poll. */
  nudge(): void {
    this.#wake?.();
  }

  async #run(): Promise<void> {
    let pause = SHORTEST_MS;
    while (!this.#stopping) {
      const done = await this.#step();
      if (done === 'fault') pause = Math.min(LONGEST_FAULT_MS, 50 * 2 ** Math.min(this.#faults, 7));
      else
        pause =
          done > 0 ? this.#gatherMs(done) : Math.min(this.options.idleMs ?? 250, Math.max(SHORTEST_MS, pause * 2));
      if (pause > 0 && !this.#stopping) await this.#rest(pause);
    }
  }

  #gatherMs(done: number): number {
    const { gatherMs = 0, full = Infinity } = this.options;
    return done >= full ? 0 : gatherMs;
  }

  async #step(): Promise<number | 'fault'> {
    try {
      const done = await this.options.step();
      this.#faults = 0;
      this.steps[done > 0 ? 'done' : 'idle'] += 1;
      return done;
    } catch (fault) {
      this.#faults += 1;
      this.steps.fault += 1;
      this.options.onFault?.(fault, this.name);
      return 'fault';
    }
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }
}
