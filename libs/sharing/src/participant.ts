// Everything that moves in a service that shares: bundles in, items out, receipts back, audit rows away.
import { auditTopic, record, sealedTo, Sequencer, type ShippedRecord } from '@gatehouse/audit-trail';
import { Relay, type Bus, type OutboxRow } from '@gatehouse/event-bus';
import { HorizonWatch } from '@gatehouse/event-store';
import { BundleAcknowledger, deciding, followBundles } from '@gatehouse/policy';
import { ProjectorsInStep, type Projection } from '@gatehouse/projections';
import type { ReadinessCheck, Sample } from '@gatehouse/service-kit';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import { auditRecord, partyKeys, type Agency } from './agency.ts';
import { IncomingRunner } from './incoming.ts';
import { OutgoingRunner } from './outgoing.ts';
import { agencySamples } from './samples.ts';
import { StandingRunner } from './standing/standing-runner.ts';
import type { ToForeignFacts } from './receive-item.ts';
import type { ToProduct } from './to-product.ts';

export interface ParticipantParts {
  /** what leaves; a service with neither mapping is secluded: nothing leaves it, nothing arrives, no lane is read */
  toProduct?: ToProduct;
  toForeignFacts?: ToForeignFacts;
  projections: readonly Projection[];
  onFault: (fault: unknown, name: string) => void;
}

interface Running {
  stop(): Promise<void>;
}

export class Participant {
  readonly #agency: Agency;
  readonly #bus: Bus;
  readonly #incoming: IncomingRunner;
  readonly #outgoing: OutgoingRunner;
  readonly #standing: StandingRunner;
  readonly #relay: Relay;
  readonly #sequencer: Sequencer;
  readonly #projectors: ProjectorsInStep;
  readonly #lanes: Worker;
  readonly #horizon: HorizonWatch;
  readonly #acknowledger: BundleAcknowledger;
  readonly #secluded: boolean;
  #bundles: Running | null = null;
  #unwatched: () => void = () => undefined;

  constructor(agency: Agency, bus: Bus, parts: ParticipantParts) {
    this.#agency = agency;
    this.#bus = bus;
    this.#secluded = !parts.toProduct && !parts.toForeignFacts;
    this.#outgoing = new OutgoingRunner(agency, parts.toProduct ?? (() => null), parts.onFault, () =>
      this.#relay.nudge(),
    );
    this.#standing = new StandingRunner(agency, parts.toProduct ?? (() => null), parts.onFault);
    this.#incoming = new IncomingRunner(agency, bus, parts.toForeignFacts ?? (() => []), parts.onFault);
    this.#lanes = new Worker({
      name: 'lanes',
      step: () => this.#incoming.takeUpLanes(),
      idleMs: 250,
      onFault: parts.onFault,
    });
    const onSent = (client: pg.ClientBase, row: OutboxRow): Promise<void> => this.#sent(client, row);
    this.#relay = new Relay({
      pool: agency.pool,
      bus,
      clock: agency.clock,
      service: agency.service,
      onSent,
      onUnreceipted: ({ topic }, sends) => agency.alarm('MESSAGE_UNRECEIPTED', { topic, sends }),
      onFault: parts.onFault,
    });
    this.#sequencer = new Sequencer({
      pool: agency.pool,
      bus,
      topic: auditTopic(agency.namespace, agency.service),
      source: agency.service,
      clock: agency.clock,
      seal: (shipped) => this.#seal(shipped),
      onFault: parts.onFault,
    });
    this.#acknowledger = new BundleAcknowledger({ ...agency, bus, onFault: parts.onFault });
    this.#horizon = new HorizonWatch({ pool: agency.pool, alarm: agency.alarm, onFault: parts.onFault });
    this.#projectors = new ProjectorsInStep(agency.pool, parts.projections, {
      service: agency.service,
      onFault: parts.onFault,
    });
  }

  /**
   * Nothing waits for the bundles' topic: after a kill the broker takes seconds to give a dead member's place away, and the
   * kept bundle serves meanwhile.
   */
  async start(): Promise<void> {
    for (const worker of this.#workers()) worker.start();
    this.#unwatched = deciding.onDivergence((about) => this.#agency.alarm('ENGINES_DIVERGED', { ...about }));
    const onBundle = (): void =>
      [this.#acknowledger.worker, this.#outgoing.worker, this.#lanes, this.#standing.worker].forEach((worker) =>
        worker.nudge(),
      );
    this.#bundles = await followBundles({ ...this.#agency, bus: this.#bus, onBundle });
  }

  async stop(): Promise<void> {
    this.#unwatched();
    await Promise.all([
      this.#bundles?.stop(),
      this.#incoming.stop(),
      ...this.#workers().map((worker) => worker.stop()),
    ]);
  }

  /** What readiness asks: each by name. */
  checks(): Record<string, ReadinessCheck> {
    const own = {
      database: async () => (await this.#agency.pool.query('select 1')).rowCount === 1,
      bus: () => this.#bundles !== null && this.#bus.ready(),
      bundle: async () => this.#agency.keeper.current() !== null,
      deciding: () => deciding.state(),
      horizon: () => this.#horizon.state(),
    };
    if (this.#secluded) return own;
    return {
      ...own,
      share: async () => this.#outgoing.worker.healthy,
      lanes: async () => this.#lanes.healthy && this.#incoming.takenUp,
    };
  }

  /** What those who watch are told, asked at each scrape. */
  samples(): Promise<Sample[]> {
    const lags = this.#projectors.each.map((one) => (client: pg.ClientBase, now: Date) => one.samples(client, now));
    const running = { workers: this.#workers().map(workerOf), messages: this.#incoming.counts };
    return agencySamples(this.#agency, running, lags);
  }

  #seal(shipped: readonly ShippedRecord[]): Promise<string> {
    const bundle = this.#agency.keeper.current()?.bundle;
    const keeper = bundle && partyKeys(bundle, this.#agency.auditKeeper);
    if (!keeper) throw new RetryableFault('the bundle names no keys for the keeper of the audit records');
    return sealedTo(keeper, this.#agency.keys)(shipped);
  }

  #workers() {
    const hops = this.#secluded
      ? []
      : [this.#lanes, this.#incoming.waiting, this.#outgoing.worker, this.#relay, this.#standing.worker];
    return [...hops, this.#sequencer, this.#horizon, this.#acknowledger.worker, ...this.#projectors.workers];
  }

  async #sent(client: pg.ClientBase, row: OutboxRow): Promise<void> {
    const about = row.about as SentItem;
    if (about.product === undefined) return; // receipts are evidence of the other side's record, which stands there
    await record(
      client,
      auditRecord(this.#agency, {
        event: 'sent',
        operation: 'disclosure',
        action: 'relay',
        item: { id: about.itemId, product: about.product },
        subjects: about.subjects ?? [],
        agreements: about.agreements ?? [],
        recipient: about.recipient,
        correlationId: about.correlationId,
      }),
    );
  }
}

const workerOf = (runner: Worker | { worker: Worker }): Worker => (runner instanceof Worker ? runner : runner.worker);

interface SentItem {
  itemId: string;
  product?: string;
  recipient: string;
  correlationId: string;
  subjects?: string[];
  agreements?: string[];
}
