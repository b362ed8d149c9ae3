/**
 * Starts and stops clocks as the agency's own store says.
 *
 * Promise: each event is looked at once, in the store's gap-free order; what it means for a clock and the position are one
 * transaction, so a kill at any instant neither loses a clock nor starts one twice.
 * Invariants: one event a transaction; an event that cannot be understood is said aloud and stands in nobody's way (ruling
 * 1); of two processes one moves the position, the other finds it moved.
 */
import { inTransaction, readAll, runDecider, type Cursor, type RecordedEvent } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import { auditReferences, type Agency } from '@gatehouse/sharing';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import { clockDecider, type ClockCommand } from './acknowledgement-clock.decider.ts';
import { clockStream, type ClockTerms } from './acknowledgement-clock.events.ts';
import { clockTerms, understood, type Acknowledgeable, type ClockCause, type ToClock } from './clock-cause.ts';
import { insertClock, keepDue, lockClock } from './clock-row.ts';
import { moveTo, positionOf } from './position.ts';
import { sayAloud } from './say-aloud.ts';

export interface FollowOptions {
  toClock: ToClock;
  /** the unit whose rota is asked where an item names none */
  dutyUnit: string;
  /** whose rota is asked for a post of the own people; the unit above for one that is not named */
  unitOfPost?: Readonly<Record<string, string>>;
  /** told after a clock started or stopped */
  onChange?: () => void;
  onFault?: (fault: unknown, name: string) => void;
}

const BATCH = 500;

export class ClockFollower {
  readonly worker: Worker;

  constructor(
    private readonly agency: Agency,
    private readonly options: FollowOptions,
  ) {
    const { onFault } = options;
    this.worker = new Worker({ name: 'clocks', step: () => this.runOnce(), idleMs: 100, onFault });
  }

  /** Looks at what is new. Gives the number of events gone through. */
  async runOnce(): Promise<number> {
    const { pool } = this.agency;
    let from = await positionOf(pool);
    const events = await readAll(pool, from, BATCH);
    let seen: Cursor | null = null;
    for (const event of events) {
      const cause = event.erased ? null : this.#causeOf(event);
      if (cause !== null) {
        if (!(await this.#enter(event, cause, from))) return 0;
        from = event.cursor;
        this.options.onChange?.();
      }
      seen = event.cursor;
    }
    if (seen !== null && seen !== from) await inTransaction(pool, (client) => moveTo(client, from, seen));
    return events.length;
  }

  #causeOf(event: RecordedEvent): ClockCause | null {
    const onFault = (): void => this.agency.alarm('CLOCK_NOT_UNDERSTOOD', { type: event.type });
    return understood(this.options.toClock, event, onFault);
  }

  /** @returns false when another process went on from this position meanwhile */
  async #enter(event: RecordedEvent, cause: ClockCause, from: Cursor | null): Promise<boolean> {
    const entered = await inTransaction(
      this.agency.pool,
      async (client) => {
        if (!(await moveTo(client, from, event.cursor))) return false;
        await client.query('savepoint one_cause');
        try {
          await this.#apply(client, event, cause);
        } catch (fault) {
          if (!(fault instanceof TerminalFault)) throw fault;
          await client.query('rollback to savepoint one_cause');
          this.agency.alarm('CLOCK_NOT_UNDERSTOOD', { type: event.type, code: fault.code });
        }
        failpoint('clock.before-commit');
        return true;
      },
      { attempts: 3 },
    );
    failpoint('clock.after-commit');
    return entered;
  }

  #apply(client: pg.ClientBase, event: RecordedEvent, cause: ClockCause): Promise<void> {
    switch (cause.cause) {
      case 'terms':
        return keepTerms(client, cause.of);
      case 'arrived': {
        const { of, side = 'recipient', post } = cause;
        if (post === undefined) return this.#start(client, event, of, { recipient: null, side });
        const unit = this.options.unitOfPost?.[post] ?? of.unit;
        return this.#start(client, event, { ...of, unit }, { recipient: post, side });
      }
      case 'released':
        return this.#released(client, event, cause);
      default:
        return this.#stop(client, event, cause);
    }
  }

  async #released(
    client: pg.ClientBase,
    event: RecordedEvent,
    { itemId, product, recipient, within, overdueType, post }: Extract<ClockCause, { cause: 'released' }>,
  ): Promise<void> {
    const known = await termsOf(client, itemId);
    if (!known && within === null) return;
    const bare: Omit<Acknowledgeable, 'within'> = {
      itemId,
      product,
      unit: null,
      urgency: 'PRIORITY',
      until: null,
      overdueType,
      subjects: { refs: [] },
    };
    const of = known ?? { ...bare, within: within ?? '' };
    if (post === undefined) return this.#start(client, event, of, { recipient, side: 'originator' });
    // Who waits for the answer is not called about what his own people have to acknowledge: they are.
    const unit = this.options.unitOfPost?.[post] ?? null;
    await this.#start(client, event, { ...of, unit }, { recipient, side: 'recipient' });
  }

  async #start(
    client: pg.ClientBase,
    event: RecordedEvent,
    of: Acknowledgeable,
    { recipient, side }: Pick<ClockTerms, 'recipient' | 'side'>,
  ): Promise<void> {
    const terms: ClockTerms = clockTerms(of, event.recordedAt, {
      recipient,
      side,
      unit: this.options.dutyUnit,
      auditSubjects: 'refs' in of.subjects ? of.subjects.refs : auditReferences(this.agency, of.subjects.ids),
    });
    await insertClock(client, terms, event);
    await this.#run(client, clockStream(of.itemId, recipient), event, { type: 'StartClock', data: terms });
  }

  async #stop(
    client: pg.ClientBase,
    event: RecordedEvent,
    { cause, itemId, recipient, product, by, at, originator }: Extract<ClockCause, { cause: 'acknowledged' | 'ended' }>,
  ): Promise<void> {
    const { rows } = await client.query<{ stream_id: string }>(
      `select stream_id from escalation.clock where item_id = $1 and ($2::text is null or recipient = $2)
       and ($3::text is null or product = $3) order by stream_id`,
      [itemId, recipient, product ?? null],
    );
    for (const { stream_id: stream } of rows) {
      await lockClock(client, stream);
      await this.#run(client, stream, event, { type: 'StopClock', data: { reason: cause, by, at, originator } });
    }
  }

  async #run(client: pg.ClientBase, stream: string, event: RecordedEvent, command: ClockCommand): Promise<void> {
    const recordedAt = this.agency.clock.now();
    const { correlationId } = event.metadata;
    const context = { metadata: { correlationId, causationId: event.eventId }, recordedAt };
    const ran = await runDecider(client, clockDecider, stream, command, context);
    const clock = await lockClock(client, stream);
    if (clock && ran.outcome === 'accepted') await sayAloud(this.agency, client, clock, ran.events, correlationId);
    await keepDue(client, stream, ran.state, recordedAt);
  }
}

const keepTerms = async (client: pg.ClientBase, of: Acknowledgeable): Promise<void> => {
  await client.query(
    'insert into escalation.terms (item_id, terms) values ($1, $2) on conflict (item_id) do update set terms = excluded.terms',
    [of.itemId, JSON.stringify(of)],
  );
};

const termsOf = async (client: pg.ClientBase, itemId: string): Promise<Acknowledgeable | null> => {
  const { rows } = await client.query<{ terms: Acknowledgeable }>(
    'select terms from escalation.terms where item_id = $1',
    [itemId],
  );
  return rows[0]?.terms ?? null;
};
