/**
 * Keeps topics, their settings and rights at the bus, and the timers at the registry, as the last bundle says. Promise: a bundle that was issued is in force at the bus within a second on
 * a bus that answers: what is suspended is taken from its recipients, what was reinstated is given back, what is new is made. What
 * somebody changed at the bus by hand is found within a quarter of a minute, put right, and said aloud. Nothing is deleted, and nothing is
 * done that was not recorded before.
 */
import { inWords, reconcile, type BusAdministration, type Outcome } from '@gatehouse/event-bus';
import { BundleFault } from '@gatehouse/policy';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { Clock } from '@gatehouse/service-kit/clock';
import { Worker } from '@gatehouse/service-kit/worker';
import type { JWK } from 'jose';
import type pg from 'pg';
import type { Logger } from 'pino';
import { laneEvidence } from './lane-evidence.ts';
import { registeredBundle, registeredVersion } from './registered-bundle.ts';
import { Rounds } from './rounds.ts';
import { reconcileTimers } from './timers/keep-timers.ts';
import { timersInWords } from './timers/timer-steps.ts';
import { wantedUnder } from './wanted.ts';

const LOOK_AGAIN_MS = 15_000;
const POLL_MS = 100;

export interface Keeping {
  namespace: string;
  administration: BusAdministration;
  /** database of the policy service */
  registry: pg.Pool;
  /** verifies bundles */
  bundleKey: JWK;
  clock: Clock;
  logger: Logger;
}

export class LaneKeeper {
  readonly worker: Worker;
  readonly rounds: Rounds;
  readonly #keeping: Keeping;
  /** the bundle that the bus was brought in line with, and when that is to be looked at again */
  #kept = { version: 0, plan: '', lookAgainAt: 0 };
  /** what a person was told of already */
  #told = '';
  #saidStale = false;

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
    this.rounds = new Rounds(keeping.clock);
    this.worker = new Worker({
      name: 'keep lanes',
      step: () => this.#step(),
      idleMs: POLL_MS,
      onFault: (fault) => this.#failed(fault),
    });
  }

  start(): void {
    this.worker.start();
  }

  stop(): Promise<void> {
    return this.worker.stop();
  }

  async #step(): Promise<number> {
    const { administration, bundleKey, clock, logger, namespace, registry } = this.#keeping;
    if ((await registeredVersion(registry)) === this.#kept.version && performance.now() < this.#kept.lookAgainAt)
      return 0;
    const bundle = await registeredBundle(registry, bundleKey);
    if (!bundle) return 0;
    const wanted = wantedUnder(namespace, bundle);
    const outcome = await reconcile(administration, wanted, { evidence: laneEvidence(registry, clock) });
    const timers = await reconcileTimers(registry, bundle, clock);
    if (timers.length > 0)
      logger.info({ bundle: bundle.version, steps: timersInWords(timers) }, 'the timers were brought in line');
    const plan = JSON.stringify(wanted.plan);
    this.rounds.ended(bundle, outcome.left);
    this.#tell(outcome, bundle.version, plan === this.#kept.plan);
    this.#tellStale(bundle.version);
    this.#kept = { version: bundle.version, plan, lookAgainAt: performance.now() + LOOK_AGAIN_MS };
    return outcome.taken.length + timers.length;
  }

  #tell({ taken, left }: Outcome, bundle: number, planned: boolean): void {
    const { logger } = this.#keeping;
    const steps = taken.map(inWords);
    // Nothing else was wanted than before: somebody worked at the bus.
    if (steps.length > 0 && planned) {
      this.rounds.drifted();
      logger.error({ alarm: 'BUS_DRIFTED', bundle, steps }, 'alarm');
    } else if (steps.length > 0) logger.info({ bundle, steps }, 'the bus was brought in line');
    const remaining = left.map(inWords);
    // How much is on a lane is another number at each look, and no news.
    const told = JSON.stringify(left.map((step) => ({ ...step, undelivered: 0 })));
    const wider = left.some(({ step }) => step === 'wider-right');
    if (told === this.#told) return;
    this.#told = told;
    if (wider) logger.error({ alarm: 'BUS_RIGHT_TOO_WIDE', steps: remaining }, 'alarm');
    else if (remaining.length > 0) logger.info({ steps: remaining }, 'left for a person to decide');
  }

  /** Said once, until a newer bundle is followed. */
  #tellStale(bundle: number): void {
    const stale = this.rounds.isStale();
    if (stale && !this.#saidStale) this.#keeping.logger.error({ alarm: 'LANES_BUNDLE_STALE', bundle }, 'alarm');
    this.#saidStale = stale;
  }

  #failed(err: unknown): void {
    const { logger } = this.#keeping;
    if (err instanceof BundleFault || err instanceof TerminalFault) {
      this.rounds.refused(err.code);
      logger.error({ alarm: 'LANES_NOT_KEPT', code: err.code }, 'alarm');
      return;
    }
    logger.warn({ err }, 'lanes could not be brought in line and are tried again');
    const since = this.rounds.lateSince();
    if (since !== null) logger.error({ alarm: 'LANES_NOT_KEPT', code: 'out-of-reach', seconds: since }, 'alarm');
  }
}
