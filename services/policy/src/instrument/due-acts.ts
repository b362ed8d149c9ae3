// Looks once a second what the clock has brought about, and records it. Several processes may look: each act stands once.
import { Worker } from '@gatehouse/service-kit/worker';
import type { Registry } from '../registry.ts';
import { dueOf } from './due.ts';
import { loadInstruments, runByClock } from './run-on-instrument.ts';

export class DueActs {
  readonly #worker: Worker;

  constructor(
    private readonly registry: Registry,
    onFault: (fault: unknown, worker: string) => void,
  ) {
    this.#worker = new Worker({ name: 'terms and obligations', step: () => this.runOnce(), idleMs: 1_000, onFault });
  }

  start(): void {
    this.#worker.start();
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  /** @returns how many acts it recorded */
  async runOnce(): Promise<number> {
    const { agency } = this.registry;
    const at = agency.clock.now().toISOString();
    const known = await loadInstruments(agency.pool);
    const due = known.map(({ instrument }) => dueOf(instrument, at, { agency: agency.party, person: null }));
    let done = 0;
    for (const commands of due) if (commands.length > 0) done += await runByClock(this.registry, commands);
    return done;
  }
}
