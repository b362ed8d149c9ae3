/**
 * How much one may ask: the generic cell rate algorithm, one number a key.
 *
 * Promise: after a burst, one request each `1 / perSecond`; memory is bounded, and a flood of keys costs those who have been
 * quiet longest their count, nobody his turn. Time is the process's own monotonic clock: nothing is decided about data here, and
 * a held or wrong clock must not lock anybody out.
 */
export interface RateLimit {
  perSecond: number;
  /** how many may come at once */
  burst: number;
}

export type Turn = { allowed: true } | { allowed: false; retryAfterSeconds: number };

const MOST_KEYS = 20_000;

export class RateLimiter {
  /** for each key the instant by which what it asked so far is paid off; in the order of use */
  readonly #paidOffAt = new Map<string, number>();
  readonly #perRequestMs: number;
  readonly #toleratedMs: number;

  constructor(
    readonly limit: RateLimit,
    private readonly mostKeys = MOST_KEYS,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.#perRequestMs = 1_000 / limit.perSecond;
    this.#toleratedMs = this.#perRequestMs * (limit.burst - 1);
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#paidOffAt.size;
  }

  /** Takes one turn for a key, if it has one. A refused request costs nothing. */
  take(key: string): Turn {
    const now = this.nowMs();
    const paidOff = Math.max(now, this.#paidOffAt.get(key) ?? 0);
    const early = paidOff - now - this.#toleratedMs;
    if (early > 0) return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(early / 1_000)) };
    this.#paidOffAt.delete(key);
    this.#paidOffAt.set(key, paidOff + this.#perRequestMs);
    if (this.#paidOffAt.size > this.mostKeys) this.#forgetOne();
    return { allowed: true };
  }

  #forgetOne(): void {
    const [oldest] = this.#paidOffAt.keys();
    if (oldest !== undefined) this.#paidOffAt.delete(oldest);
  }
}
