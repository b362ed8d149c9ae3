// How long something that failed rests: twice as long each time, up to a limit, until it works again.

const FIRST_MS = 100;
const LONGEST_MS = 10_000;

export class Backoff {
  readonly #faults = new Map<string, { count: number; until: number }>();

  /** @param longestMs milliseconds; nothing rests longer */
  constructor(private readonly longestMs = LONGEST_MS) {}

  /** Notes one more failure. Gives the milliseconds to rest. */
  fault(name: string): number {
    const count = (this.#faults.get(name)?.count ?? 0) + 1;
    const ms = Math.min(this.longestMs, FIRST_MS * 2 ** Math.min(count - 1, 16));
    this.#faults.set(name, { count, until: performance.now() + ms });
    return ms;
  }

  clear(name: string): void {
    this.#faults.delete(name);
  }

  /** How often it has failed in a row. */
  count(name: string): number {
    return this.#faults.get(name)?.count ?? 0;
  }

  /** What is resting now. */
  resting(): string[] {
    const now = performance.now();
    return [...this.#faults].filter(([, { until }]) => until > now).map(([name]) => name);
  }

  /** True when something has rested lately and may be tried again now. */
  get due(): boolean {
    const now = performance.now();
    return [...this.#faults.values()].some(({ until }) => until <= now && until > now - LONGEST_MS);
  }
}
