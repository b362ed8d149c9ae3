/**
 * What is known of how the lanes are kept. Promise: ready says that the broker answers now, that a verified bundle is followed that is not
 * too old, that a whole look at the broker has ended lately, and that nothing at it waits for a person; nothing of it is taken for granted.
 */
import type { BusAdministration, Step } from '@gatehouse/event-bus';
import type { Bundle } from '@gatehouse/policy';
import type { PartState, ReadinessCheck, Sample } from '@gatehouse/service-kit';
import type { Clock } from '@gatehouse/service-kit/clock';
import { LANE_KEEPER } from '../parties.ts';

/** A whole look is taken each quarter of a minute: after this the lanes are as somebody else left them. */
const LATE_AFTER_MS = 60_000;

interface Round {
  endedAt: number;
  bundle: Pick<Bundle, 'issuedAt' | 'maxAgeSeconds'>;
  left: readonly Step[];
}

export class Rounds {
  readonly #clock: Clock;
  readonly #begunAt = performance.now();
  #last: Round | null = null;
  #refused: string | null = null;
  #drifts = 0;
  /** people were told that no look has ended since */
  #saidLate = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A whole look ended. */
  ended(bundle: Round['bundle'], left: readonly Step[]): void {
    this.#last = { endedAt: performance.now(), bundle, left };
    this.#refused = null;
    this.#saidLate = false;
  }

  /** Somebody had worked at the bus by hand. */
  drifted(): void {
    this.#drifts += 1;
  }

  /** Nothing is done until somebody has decided. @param code stable, public */
  refused(code: string): void {
    this.#refused = code;
  }

  /** A look failed. @returns seconds since the last one that ended, the first time that these are too many; else null */
  lateSince(): number | null {
    const since = this.#sinceLast();
    if (since < LATE_AFTER_MS || this.#saidLate) return null;
    this.#saidLate = true;
    return seconds(since);
  }

  /** Whether the bundle that is followed has become too old: who issues it is out of reach. */
  isStale(): boolean {
    return this.#last !== null && this.#bundleAge(this.#last) > this.#last.bundle.maxAgeSeconds;
  }

  /** @param administration is asked whether the broker answers */
  checks(administration: BusAdministration): Record<string, ReadinessCheck> {
    return {
      bus: () => administration.answers().then(() => true),
      bundle: () => this.#bundle(),
      look: () => this.#look(),
      lanes: () => this.#lanes(),
    };
  }

  #bundle(): PartState {
    if (this.#refused !== null) return { refused: this.#refused };
    if (this.#last === null) return false;
    return this.isStale() ? { degraded: { ageSeconds: this.#bundleAge(this.#last) } } : true;
  }

  /** None has ended yet, or not for long: a service may read a lane that was closed to it. */
  #look(): PartState {
    if (this.#last === null) return false;
    const since = this.#sinceLast();
    return since < LATE_AFTER_MS ? true : { degraded: { endedSecondsAgo: seconds(since) } };
  }

  #lanes(): PartState {
    const left = this.#last?.left.length ?? 0;
    return left === 0 ? true : { degraded: { leftToDo: left } };
  }

  samples(): Sample[] {
    const own = { service: LANE_KEEPER, labels: {} };
    const last = this.#last;
    const left = Map.groupBy(last?.left ?? [], ({ step }) => step);
    return [
      { ...own, name: 'gatehouse_lanes_look_age_seconds', value: seconds(this.#sinceLast()) },
      ...(last ? [{ ...own, name: 'gatehouse_lanes_bundle_age_seconds', value: this.#bundleAge(last) } as const] : []),
      ...[...left].map(([step, steps]): Sample => {
        return { service: LANE_KEEPER, name: 'gatehouse_lanes_left_to_do', labels: { step }, value: steps.length };
      }),
      { ...own, name: 'gatehouse_lanes_drifts_total', value: this.#drifts },
    ];
  }

  #sinceLast(): number {
    return performance.now() - (this.#last?.endedAt ?? this.#begunAt);
  }

  #bundleAge({ bundle }: Round): number {
    return seconds(this.#clock.now().getTime() - Date.parse(bundle.issuedAt));
  }
}

const seconds = (ms: number): number => Math.round(ms / 1_000);
