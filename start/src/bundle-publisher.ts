// Publishes the signed bundle that says which instruments are in force, and again every minute so that its age tells
// whether a service still hears us. Its place is taken by the life-cycle of instruments; the form of the bundle stays.
import type { CompiledInstrument } from '@gatehouse/agreements';
import type { PartyKeys, PublicPartyKeys } from '@gatehouse/crypto';
import type { Bus } from '@gatehouse/event-bus';
import { bundleTopic, signBundle, type Bundle } from '@gatehouse/policy';
import type { Clock } from '@gatehouse/service-kit/clock';
import { Worker } from '@gatehouse/service-kit/worker';

const EVERY_MS = 60_000;
/** Seconds after which disclosures to other parties stop when no bundle came (ruling 1 names what goes on). */
const MAX_AGE_S = 900;

export interface Publishes {
  bus: Bus;
  namespace: string;
  clock: Clock;
  keys: PartyKeys;
  instruments: CompiledInstrument[];
  parties: PublicPartyKeys[];
  /** as the instruments stand; all in force unless said */
  states?: Record<string, Partial<Bundle['instruments'][number]>>;
  /** told of each publication that failed; it is tried again */
  onFault?: (fault: unknown) => void;
}

export class BundlePublisher {
  readonly #worker: Worker;
  #last = 0;

  constructor(private readonly publishes: Publishes) {
    const { onFault } = publishes;
    this.#worker = new Worker({
      name: 'bundle',
      step: () => this.#whenDue(),
      idleMs: 5_000,
      ...(onFault ? { onFault } : {}),
    });
  }

  /** Publishes at once, and from then on when it is due. */
  async start(): Promise<void> {
    this.#worker.start();
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  /** Publishes now. The version is the instant of issue: later is newer, across restarts as well. */
  async publish(): Promise<number> {
    const { bus, namespace, clock, keys } = this.publishes;
    const bundle = this.#bundle(clock.now());
    await bus.publish([
      { topic: bundleTopic(namespace), key: 'bundle', value: await signBundle(bundle, keys), headers: {} },
    ]);
    this.#last = clock.now().getTime();
    return bundle.version;
  }

  async #whenDue(): Promise<number> {
    if (this.publishes.clock.now().getTime() - this.#last >= EVERY_MS) await this.publish();
    return 0;
  }

  #bundle(at: Date): Bundle {
    const { instruments, parties, states = {} } = this.publishes;
    return {
      version: at.getTime(),
      issuedAt: at.toISOString(),
      maxAgeSeconds: MAX_AGE_S,
      instruments: instruments.map((compiled) => ({ state: 'IN_FORCE' as const, ...states[compiled.id], compiled })),
      parties,
    };
  }
}
