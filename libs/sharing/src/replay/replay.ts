/**
 * What one recipient was sent, sent to it anew: it was restored from a backup and lacks what came since.
 *
 * Promise: every disclosure that left for it since the instant is decided again before anything leaves; what is still permitted is
 * enqueued under its own message id, so that the recipient's inbox drops what it has and receipts it again; what is not, is not sent, and
 * stands in the audit trail. Nothing leaves that did not leave before.
 * Of two replays at once each disclosure is sent by one of them, and counted as on its way by the other.
 * Invariants: each disclosure is one transaction, so a kill leaves whole ones and the command is simply given again; order is that of the
 * ledger; new items go on between, since the outbox is never filled (ruling 1).
 */
import { outboxDepth } from '@gatehouse/event-bus';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { setTimeout as pause } from 'node:timers/promises';
import type { Agency } from '../agency.ts';
import type { Outgoing, ToProduct } from '../to-product.ts';
import { releasedSince, type Place, type Released } from './released-since.ts';
import { sendAnew, type SentAnew } from './send-anew.ts';
import { withholdErased } from './withhold-erased.ts';

export interface Replay {
  /** a party, such as kz-police */
  recipient: string;
  /** by the clock of this agency's ledger */
  since: Date;
  signal?: AbortSignal;
  onProgress?: (soFar: ReplayCounts) => void;
}

/** Disclosures gone through, by what became of them. */
export type ReplayCounts = Record<SentAnew, number>;

const PAGE = 100;
// Behind so many messages of a replay a new item waits no longer than the relay takes for one batch.
const UNSENT_AT_MOST = 200;
const LOOK_EVERY_MS = 100;

/**
 * Runs to the end, or to the abort: then what was counted has left.
 * @throws RetryableFault without a verified bundle; TerminalFault `recipient-without-keys`, `ledger-without-event`
 */
export const replay = async (agency: Agency, toProduct: ToProduct, asked: Replay): Promise<ReplayCounts> => {
  const counts: ReplayCounts = { sent: 0, withheld: 0, 'under-way': 0 };
  const withdrawn = await withdrawnSince(agency, toProduct, asked);
  const withheld = new Map<string, string | null>();
  for await (const released of eachReleased(agency, asked)) {
    if (asked.signal?.aborted) break;
    const { messageId, order } = released.decided;
    const predecessor = lastSent(withheld, order.predecessor);
    const outcome = released.event.erased
      ? await withholdErased(agency, released)
      : await sendAnew(agency, { released, outgoing: standing(toProduct, released, withdrawn), predecessor });
    if (outcome === 'withheld') withheld.set(messageId, order.predecessor);
    counts[outcome] += 1;
    asked.onProgress?.(counts);
    if (outcome === 'sent' && counts.sent % PAGE === 0) await roomInOutbox(agency, asked.signal);
  }
  return counts;
};

async function* eachReleased({ pool }: Agency, asked: Replay): AsyncGenerator<Released> {
  let after: Place | null = null;
  for (;;) {
    const page: Released[] = await releasedSince(pool, asked, after, PAGE);
    yield* page;
    after = page.at(-1)?.place ?? null;
    if (after === null) return;
  }
}

/** A withdrawal went to whoever held the item, after it: policy is told of it as a fact. */
const withdrawnSince = async (agency: Agency, toProduct: ToProduct, asked: Replay): Promise<Set<string>> => {
  const withdrawn = new Set<string>();
  for await (const released of eachReleased(agency, asked)) {
    if (released.event.erased) continue;
    const { about } = productOf(toProduct, released);
    if (about?.kind === 'withdrawal') withdrawn.add(about.itemId);
  }
  return withdrawn;
};

const standing = (toProduct: ToProduct, released: Released, withdrawn: Set<string>): Outgoing => {
  const outgoing = productOf(toProduct, released);
  const isWithdrawn = withdrawn.has(released.decided.itemId);
  return isWithdrawn ? { ...outgoing, item: { ...outgoing.item, withdrawn: true } } : outgoing;
};

const productOf = (toProduct: ToProduct, { event }: Released): Outgoing => {
  const outgoing = toProduct(event);
  if (outgoing) return outgoing;
  throw new TerminalFault('the ledger names an event that is no product', { code: 'ledger-without-event' });
};

const lastSent = (withheld: Map<string, string | null>, predecessor: string | null): string | null => {
  let last = predecessor;
  while (last !== null && withheld.has(last)) last = withheld.get(last) ?? null;
  return last;
};

const roomInOutbox = async ({ pool }: Agency, signal?: AbortSignal): Promise<void> => {
  while (!signal?.aborted && (await outboxDepth(pool)).unsent > UNSENT_AT_MOST) await pause(LOOK_EVERY_MS);
};
