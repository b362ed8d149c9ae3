/**
 * Sends the notices that wait on one channel.
 *
 * Promise: a notice that was written with a call is sent at least once, under an id that stays; it is marked, with its audit
 * row, only after the channel accepted it. One that fails is tried again with growing rests until its clock stops or its
 * item's life ends; the first failure is an audit row and an alarm, and when nobody of a step was reached the next rung is
 * called at once.
 * Invariants: what is IMMEDIATE has a lane of its own, so it never waits behind anything else; each channel has its own
 * lanes and circuit breaker, so a dead pager does not hold the e-mails; one sender of a lane at a time.
 */
import { withSessionLock } from '@gatehouse/event-bus';
import { inTransaction, runDecider } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import type { Agency } from '@gatehouse/sharing';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { Worker } from '@gatehouse/service-kit/worker';
import type { CircuitBreakerPolicy } from 'cockatiel';
import type pg from 'pg';
import { clockDecider } from '../acknowledgement-clock/acknowledgement-clock.decider.ts';
import { keepDue, lockClock, type ClockRow } from '../acknowledgement-clock/clock-row.ts';
import type { Channel } from '../duty-rota/duty-rota.events.ts';
import type { NoticeChannel } from './mail.ts';
import { isLastHope, markFailed, markSent, waitingNotices, type WaitingNotice } from './notice-queue.ts';
import { recordNotice } from './write-notices.ts';

export type Lane = 'immediate' | 'other';

export interface SenderOptions {
  channel: Channel;
  lane: Lane;
  through: NoticeChannel;
  breaker: CircuitBreakerPolicy;
  onFault?: (fault: unknown, name: string) => void;
}

const AT_A_TIME = 5;

export class NoticeSender {
  readonly worker: Worker;

  constructor(
    private readonly agency: Agency,
    private readonly options: SenderOptions,
  ) {
    const { channel, lane, onFault } = options;
    const name = `notices ${channel} ${lane}`;
    this.worker = new Worker({ name, step: () => this.runOnce(), idleMs: 500, onFault });
  }

  /** Tries one batch. Gives the number of notices tried; 0 also while another process has this lane. */
  async runOnce(): Promise<number> {
    const { pool } = this.agency;
    if ((await this.#waiting(1)).length === 0) return 0;
    const lock = `gatehouse.${this.worker.name}`;
    const tried = await withSessionLock(pool, lock, async () => {
      const notices = await this.#waiting(AT_A_TIME);
      await Promise.all(notices.map((notice) => this.#send(notice)));
      return notices.length;
    });
    return tried ?? 0;
  }

  #waiting(limit: number): Promise<WaitingNotice[]> {
    const { channel, lane } = this.options;
    return waitingNotices(this.agency.pool, channel, lane === 'immediate', this.agency.clock.now(), limit);
  }

  async #send(notice: WaitingNotice): Promise<void> {
    const { through, breaker } = this.options;
    try {
      await breaker.execute(() => through.send(notice));
    } catch (fault) {
      return this.#failed(notice, fault);
    }
    failpoint('notice.after-acceptance');
    await this.#enter(notice, async (client, clock) => {
      if (await markSent(client, notice.noticeId, this.agency.clock.now()))
        await this.#record(client, clock, notice, 'notice-sent', null);
    });
  }

  async #failed(notice: WaitingNotice, fault: unknown): Promise<void> {
    const code = codeOf(fault);
    const now = this.agency.clock.now();
    const final = fault instanceof TerminalFault || now >= notice.giveUpAt;
    await this.#enter(notice, async (client, clock) => {
      if (!(await markFailed(client, notice, { code, final, now }))) return;
      if (notice.attempts > 0 && !final) return;
      await this.#record(client, clock, notice, 'notice-failed', code);
      this.agency.alarm('NOTICE_NOT_SENT', { channel: this.options.channel, code });
      if (await isLastHope(client, notice)) await this.#reportUndelivered(client, clock, notice, now);
    });
  }

  async #reportUndelivered(client: pg.ClientBase, clock: ClockRow, { step, said }: WaitingNotice, now: Date) {
    const command = { type: 'ReportUndelivered', data: { step, at: now.toISOString() } } as const;
    const context = { metadata: { correlationId: said.correlationId }, recordedAt: now };
    const { state } = await runDecider(client, clockDecider, clock.streamId, command, context);
    await keepDue(client, clock.streamId, state, now);
  }

  /** The clock is locked before its notice, like everywhere. */
  async #enter(
    { streamId }: WaitingNotice,
    work: (client: pg.PoolClient, clock: ClockRow) => Promise<void>,
  ): Promise<void> {
    await inTransaction(
      this.agency.pool,
      async (client) => {
        const clock = await lockClock(client, streamId);
        if (clock) await work(client, clock);
      },
      { attempts: 3 },
    );
  }

  #record(
    client: pg.ClientBase,
    clock: ClockRow,
    { said }: WaitingNotice,
    event: 'notice-sent' | 'notice-failed',
    code: string | null,
  ): Promise<void> {
    const { channel } = this.options;
    return recordNotice(this.agency, client, clock, { event, channel, correlationId: said.correlationId, code });
  }
}

/** A closed word: our own faults carry one, the breaker's rest is another. */
const codeOf = (fault: unknown): string => {
  const { code } = fault as { code?: unknown };
  return typeof code === 'string' ? code : 'channel-resting';
};
