/**
 * Whether a consumer still asks the broker for messages.
 *
 * kafkajs can go on sending heartbeats while its fetching has ended for good: the group believes in the member, its partitions are
 * silent, and nothing fails. Promise: a member from which no fetch came for `stallMs`, though no handle of its own keeps it busy,
 * is said to be stalled.
 */
export class Progress {
  #last: number;

  constructor(
    private readonly stallMs: number,
    private readonly elapsed: () => number = () => performance.now(),
  ) {
    this.#last = elapsed();
  }

  /** It fetched, joined, or finished a batch. */
  made(): void {
    this.#last = this.elapsed();
  }

  /** @param busy a handle is under way: fetching waits for it */
  isStalled(busy: boolean): boolean {
    return !busy && this.elapsed() - this.#last >= this.stallMs;
  }
}
