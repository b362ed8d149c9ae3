// The share hop at the originator. Promise: each event of this agency's store that maps to a product is decided once
// for every recipient of every flow, and what was decided stands in the ledger, in the outbox (sealed) and in the audit
// trail in one transaction with the position; a kill at any instant leaves all of it or nothing, and of two processes at
// work one decides.
import { type RecordedEvent, inTransaction, readAll, readHistory, type Cursor } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import { RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';
import { inCarriedSpan } from '@gatehouse/service-kit/trace';
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import type { Agency } from './agency.ts';
import { candidatesFor } from './candidates.ts';
import { ANYBODY, dropErased, dropHeld, hold, holdForAnybody, isStillHeld, letGo, waitsFor } from './hold.ts';
import { moveOutgoing, outgoingPosition } from './outgoing-position.ts';
import { holdersOf } from './holders.ts';
import { ownPosts } from './own-posts.ts';
import { ownRecipient, postOf } from './post.ts';
import { withPresentSubjects } from './present-subjects.ts';
import { shareOrHold } from './share-with.ts';
import { noteDue } from './standing/due.ts';
import { holdersOfSubject } from './subject-holders.ts';
import type { Outgoing, ToProduct } from './to-product.ts';

interface HeldRow {
  item_id: string;
  recipient: string;
  stream_id: string;
  version: number;
  reason: string;
}

/** Events, and held items, of one step. */
const AT_A_TIME = 50;

export class OutgoingRunner {
  readonly worker: Worker;

  constructor(
    private readonly agency: Agency,
    private readonly toProduct: ToProduct,
    onFault?: (fault: unknown, name: string) => void,
    /** told when an event's messages are committed to the outbox: they need not wait for somebody to look */
    private readonly onShared: () => void = () => undefined,
  ) {
    this.worker = new Worker({ name: 'share', step: () => this.runOnce(), idleMs: 100, onFault });
  }

  /** Decides what is new, and what was held if a newer bundle came. Gives the number of events gone through. */
  async runOnce(): Promise<number> {
    const { pool, keeper } = this.agency;
    let from = await outgoingPosition(pool);
    const events = await readAll(pool, from, AT_A_TIME);
    const shared = events.filter((event) => !event.erased && this.toProduct(event) !== null);
    if (shared.length > 0 && keeper.current() === null)
      throw new RetryableFault('no verified bundle yet: nothing can be decided');
    for (const event of shared) {
      if (!(await this.#traced(event, () => this.#share(event, from)))) return events.length;
      from = event.cursor;
    }
    const last = events.at(-1);
    if (last && last !== shared.at(-1)) await moveOutgoing(pool, from, last.cursor);
    // What is new comes first: nothing that is held may stand in its way, nor a week's worth of it.
    return events.length + (await this.#retryHeld());
  }

  #traced<T>(event: RecordedEvent, work: () => Promise<T>): Promise<T> {
    return inCarriedSpan(event.metadata.traceparent, { name: 'share', service: this.agency.service }, work);
  }

  /** @returns false when another process has gone on from this position meanwhile */
  async #share(event: RecordedEvent, from: Cursor | null): Promise<boolean> {
    const asItWas = this.toProduct(event);
    if (asItWas === null) return true;
    const decided = await inTransaction(this.agency.pool, async (client) => {
      // First, so that two processes never decide the same event side by side.
      if (!(await moveOutgoing(client, from, event.cursor))) return false;
      // A status attested after this reading is an event behind this one: it goes to whoever holds the item by then.
      const outgoing = await withPresentSubjects(this.agency, client, asItWas);
      const recipients = await this.#recipients(client, outgoing);
      for (const recipient of recipients) await shareOrHold(this.agency, client, { event, outgoing, recipient });
      if (outgoing.aboutSubject !== undefined) await noteDue(this.agency, client, outgoing.aboutSubject);
      const toAnybody = { event, outgoing, recipient: ANYBODY };
      await dropHeld(this.agency, client, toAnybody);
      if (recipients.length === 0 && !isForHolders(outgoing)) await holdForAnybody(this.agency, client, toAnybody);
      failpoint('share.before-commit');
      return true;
    });
    if (decided) {
      failpoint('share.after-commit');
      this.onShared();
    }
    return decided;
  }

  /**
   * Candidates only: a notice goes to the holders of its item, a status to those of items about its person, everything else to whoever a flow names. Policy decides. A
   * correction goes to those as well for whom the item still waits: what they get later is as it was. Own people see an item as it
   * stands: they are told what an instruction offers them, and nobody has to find out what becomes of the rest.
   */
  async #recipients(queryable: pg.Pool | pg.ClientBase, outgoing: Outgoing): Promise<string[]> {
    const { item, about, aboutSubject, to } = outgoing;
    if (aboutSubject !== undefined)
      return (await holdersOfSubject(this.agency, queryable, aboutSubject)).filter((holder) => postOf(holder) === null);
    const own = ownPosts(this.agency, item).map((post) => ownRecipient(this.agency, post));
    if (!about) return [...candidatesFor(this.agency, outgoing), ...(to === undefined ? own : [])];
    const holders = await holdersOf(queryable, about.itemId);
    const waiting = about.kind === 'correction' ? await waitsFor(queryable, about.itemId) : [];
    const told = [...new Set([...holders, ...waiting])];
    return told.filter((holder) => postOf(holder) === null || own.includes(holder));
  }

  async #retryHeld(): Promise<number> {
    const held = await this.agency.pool.query<HeldRow>(
      'select item_id, recipient, stream_id, version, reason from sharing.held where bundle_version < $1 order by position limit $2',
      [this.agency.keeper.current()?.bundle.version ?? 0, AT_A_TIME],
    );
    for (const row of held.rows) await this.#retry(row);
    return held.rows.length;
  }

  async #retry(row: HeldRow): Promise<void> {
    const [event] = await readHistory(this.agency.pool, row.stream_id, row.version - 1);
    if (event?.erased) return dropErased(this.agency.pool, row);
    const asItWas = event && this.toProduct(event);
    if (!event || !asItWas)
      throw new TerminalFault('a held item is no longer in the store', { code: 'held-item-lost' });
    const recipients = row.recipient === ANYBODY ? await this.#recipients(this.agency.pool, asItWas) : [row.recipient];
    const decideAgain = async (client: pg.PoolClient): Promise<void> => {
      if (!(await isStillHeld(client, row, this.agency.keeper.current()?.bundle.version ?? 0))) return;
      const outgoing = await withPresentSubjects(this.agency, client, asItWas);
      const toAnybody = { event, outgoing, recipient: ANYBODY };
      const stillNobody = recipients.length === 0 && !isForHolders(outgoing);
      if (stillNobody) await hold(this.agency, client, toAnybody, row.reason);
      else if (row.recipient === ANYBODY) await letGo(client, toAnybody, ANYBODY);
      const heldFor = row.recipient === ANYBODY ? undefined : row.reason;
      for (const recipient of recipients)
        await shareOrHold(this.agency, client, { event, outgoing, recipient, ...(heldFor ? { heldFor } : {}) });
    };
    await this.#traced(event, () => inTransaction(this.agency.pool, decideAgain));
  }
}

/** Of what nobody holds nobody has to hear. */
const isForHolders = ({ about, aboutSubject }: Outgoing): boolean => about !== undefined || aboutSubject !== undefined;
