/**
 * Calls who is due.
 *
 * Promise: each step of each clock happens exactly once, with however many processes and whatever is killed: the event, the
 * notices to send and the audit rows are one transaction on the clock's stream. What was acknowledged in time is never
 * escalated: the item's own stream is held while a clock decides.
 * Invariants: IMMEDIATE first; one clock a transaction, and one that cannot be decided rests while the others go on
 * (ruling 1); time is the clock port's, so a restart neither loses nor repeats a step.
 */
import { holdStream, inTransaction, readStream, runDecider } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import type { Agency } from '@gatehouse/sharing';
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import type { OnCall } from '../duty-rota/duty-rota.events.ts';
import { loadDutyRota } from '../duty-rota/load-duty-rota.ts';
import { writeNotices, type ConfiguredChannels } from '../notices/write-notices.ts';
import { clockDecider, type Clock, type ClockCommand } from './acknowledgement-clock.decider.ts';
import type { ClockEvent, DutyHolderCalled, Level } from './acknowledgement-clock.events.ts';
import { callable } from './callable.ts';
import { understood, type ToClock } from './clock-cause.ts';
import { keepDue, lockClock, type ClockRow } from './clock-row.ts';
import { sayAloud } from './say-aloud.ts';

export interface DueOptions {
  toClock: ToClock;
  channels: ConfiguredChannels;
  /** told after somebody was called */
  onCalled?: () => void;
  onFault?: (fault: unknown, name: string) => void;
}

const AT_A_TIME = 50;
const REST_MS = 5_000;

export class DueClocks {
  readonly worker: Worker;
  readonly #resting = new Map<string, number>();

  constructor(
    private readonly agency: Agency,
    private readonly options: DueOptions,
  ) {
    this.worker = new Worker({ name: 'escalate', step: () => this.runOnce(), idleMs: 250, onFault: options.onFault });
  }

  /** Takes the most urgent clocks that are due. Gives the number of those it moved. */
  async runOnce(): Promise<number> {
    const due = await this.#due();
    let moved = 0;
    for (const stream of due) moved += (await this.#callSafely(stream)) ? 1 : 0;
    if (moved > 0) this.options.onCalled?.();
    return moved;
  }

  async #due(): Promise<string[]> {
    const now = performance.now();
    for (const [stream, until] of this.#resting) if (until <= now) this.#resting.delete(stream);
    const { rows } = await this.agency.pool.query<{ stream_id: string }>(
      'select stream_id from escalation.clock where due_at <= $1 and stream_id <> all($2) order by urgency, due_at limit $3',
      [this.agency.clock.now(), [...this.#resting.keys()], AT_A_TIME],
    );
    return rows.map(({ stream_id: stream }) => stream);
  }

  async #callSafely(stream: string): Promise<boolean> {
    try {
      return await this.#call(stream);
    } catch (fault) {
      this.#resting.set(stream, performance.now() + REST_MS);
      this.agency.alarm('CLOCK_NOT_DECIDED', {});
      this.options.onFault?.(fault, this.worker.name);
      return false;
    }
  }

  async #call(stream: string): Promise<boolean> {
    const moved = await inTransaction(
      this.agency.pool,
      async (client) => {
        const now = this.agency.clock.now();
        const clock = await lockClock(client, stream, { at: now });
        if (!clock) return false;
        await holdStream(client, clock.watchedStreamId);
        await this.#decide(client, clock, now);
        failpoint('escalate.before-commit');
        return true;
      },
      { attempts: 3 },
    );
    if (moved) failpoint('escalate.after-commit');
    return moved;
  }

  async #decide(client: pg.ClientBase, clock: ClockRow, now: Date): Promise<void> {
    const state = await this.#stateOf(client, clock);
    if (state.status === 'none') return keepDue(client, clock.streamId, state, now);
    const at = now.toISOString();
    const rota = callable(await loadDutyRota(client, state.terms.unit), at);
    const command = (await this.#stopSaid(client, clock)) ?? {
      type: 'CallWhoIsDue',
      data: { at, callable: namesOf(rota) },
    };
    const correlationId = this.agency.newId();
    const ran = await runDecider(client, clockDecider, clock.streamId, command, {
      metadata: { correlationId },
      recordedAt: now,
    });
    const events = ran.outcome === 'accepted' ? ran.events : [];
    await sayAloud(this.agency, client, clock, events, correlationId);
    const notices = { terms: state.terms, clock, rota, now, correlationId, channels: this.options.channels };
    let after = ran.state;
    for (const { type, data } of events) {
      if (type !== 'DutyHolderCalled') continue;
      const call = data as DutyHolderCalled['data'];
      const waiting = await writeNotices(this.agency, client, call, notices);
      if (waiting === 0) after = await this.#undelivered(client, clock, call.step, now, correlationId);
    }
    await keepDue(client, clock.streamId, after, now);
  }

  async #undelivered(client: pg.ClientBase, { streamId }: ClockRow, step: number, now: Date, correlationId: string) {
    const command = { type: 'ReportUndelivered', data: { step, at: now.toISOString() } } as const;
    return (await runDecider(client, clockDecider, streamId, command, { metadata: { correlationId }, recordedAt: now }))
      .state;
  }

  async #stateOf(client: pg.ClientBase, { streamId }: ClockRow): Promise<Clock> {
    const events = await readStream<ClockEvent>(client, streamId);
    return events.reduce<Clock>(
      (state, { type, data }) => clockDecider.evolve(state, { type, data } as ClockEvent),
      clockDecider.initial(),
    );
  }

  /**
   * An acknowledgement that stands in the item's stream already counts, however far the follower is; that it has ended, also
   * where its originator's word came before the item.
   */
  async #stopSaid(client: pg.ClientBase, clock: ClockRow): Promise<ClockCommand | null> {
    for (const event of await readStream(client, clock.watchedStreamId)) {
      const cause = understood(this.options.toClock, event);
      if (cause?.cause !== 'acknowledged' && cause?.cause !== 'ended') continue;
      if (cause.cause === 'acknowledged' && event.version <= clock.startedVersion) continue;
      if (cause.itemId !== clock.itemId || (cause.recipient ?? clock.recipient) !== clock.recipient) continue;
      if (cause.product !== undefined && cause.product !== clock.product) continue;
      const { cause: reason, by, at, originator } = cause;
      return { type: 'StopClock', data: { reason, by, at, originator } };
    }
    return null;
  }
}

const namesOf = (rota: Record<Level, OnCall[]>): Record<Level, string[]> =>
  Object.fromEntries(
    Object.entries(rota).map(([level, people]) => [level, people.map(({ person }) => person)]),
  ) as Record<Level, string[]>;
