// One item, one recipient: the things that happen when an originator has decided (design 2, "share").
import { leaves, shapeOf } from '@gatehouse/agreements';
import { append, readStream } from '@gatehouse/event-store';
import { DECISION_FAILED } from '@gatehouse/policy';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { subjectReferences, type Agency } from './agency.ts';
import { asAgreed } from './agreed-notice.ts';
import {
  enterHolder,
  HELD_BY_CORRECTION,
  HELD_WITH_ITEM,
  heldBy,
  openCorrection,
  openCorrectionsOf,
} from './holders.ts';
import { ledgerStream, recorded, type DisclosureDecided, type LedgerEvent } from './ledger.ts';
import { nextInOrder, type Order } from './order.ts';
import { hold, letGo, recordWithheld, waitsFor } from './hold.ts';
import { naming } from './naming.ts';
import { enterEarlier, lockOwn } from './own-receipt.ts';
import { postOf } from './post.ts';
import { recordDecision } from './promised-record.ts';
import { prepare, prepareForPost, type Share, type ToShare } from './prepare-share.ts';
import { sendShare, shownOutgoing } from './send-share.ts';
import { closeCorrectionsAbout, enterSubjectHolders } from './subject-holders.ts';
import { isClosedToAll, saysClosedToAll } from './subject-status.ts';

/**
 * Decides one item for one recipient with the caller's transaction. Whatever goes wrong with this one recipient is held, said
 * aloud and tried again on the next bundle: it stands in nobody else's way (a silence is a failure too).
 * @throws what the database throws
 */
export const shareOrHold = async (agency: Agency, client: pg.ClientBase, toShare: ToShare): Promise<void> => {
  await client.query('savepoint one_recipient');
  try {
    await shareWith(agency, client, toShare);
    await client.query('release savepoint one_recipient');
  } catch (fault) {
    if (!(fault instanceof TerminalFault)) throw fault;
    await client.query('rollback to savepoint one_recipient');
    await hold(agency, client, toShare, fault.code);
    if (toShare.heldFor !== fault.code) await recordWithheld(agency, client, toShare, fault.code);
    agency.alarm('ITEM_NOT_SHARED', { recipient: toShare.recipient, code: fault.code });
  }
};

/**
 * Writes the ledger entry, the sealed outbox row and the audit row. A refusal writes ledger and audit alone; HOLD_NOT_DROP,
 * and a decision that failed, are kept to be decided again.
 */
const shareWith = async (agency: Agency, client: pg.ClientBase, toShare: ToShare): Promise<void> => {
  if (await isAheadOfItem(client, toShare)) return waitWithItem(agency, client, toShare);
  const post = postOf(toShare.recipient);
  const named = await asAgreed(agency, client, await naming(agency, client, toShare));
  const share = post
    ? prepareForPost(agency, named, post)
    : prepare(agency, named, await openCorrectionsOf(client, toShare.recipient));
  const { publication, delivery, decisive, paths, recipient, heldFor } = share;
  const released = paths.length > 0;
  const told = isTold(share.outgoing);
  const held = !released && (mustBeHeld(decisive) || told);
  if (held && told) agency.alarm('HOLDER_NOT_TOLD', { recipient, reason: decisive.reason });
  if (held && heldFor === decisive.reason) return hold(agency, client, share, decisive.reason);
  if (heldFor !== undefined) await letGo(client, share, recipient);
  const order = released && !post ? await nextInOrder(client, recipient, share.orderKey, share.messageId) : null;
  const own = released && post ? { itemId: share.item.id, recipient, disclosureId: share.disclosureId } : null;
  if (own) await lockOwn(client, [own]);
  if (released) await release(agency, client, share, order);
  if (held) await hold(agency, client, share, decisive.reason);
  await enterInLedger(agency, client, share, { released, held, order });
  if (own) await enterEarlier(agency, client, own);
  await recordDecision(agency, client, share.made, audited(agency, share, released));
  for (const name of new Set([...publication.alarms, ...delivery.alarms]))
    agency.alarm(name, { disclosureId: share.disclosureId, recipient });
};

/** A notice about something this recipient has not been sent, or not yet. */
const isAheadOfItem = async (client: pg.ClientBase, { outgoing, recipient }: ToShare): Promise<boolean> =>
  outgoing.about !== undefined && (await heldBy(client, recipient, [outgoing.about.itemId])).length === 0;

/** It follows the item it is about, and goes with it where that will never leave. */
const waitWithItem = async (agency: Agency, client: pg.ClientBase, notice: ToShare): Promise<void> => {
  const { outgoing, recipient } = notice;
  const waiting = await waitsFor(client, outgoing.about?.itemId ?? '');
  if (waiting.includes(recipient)) return hold(agency, client, notice, HELD_WITH_ITEM);
  return letGo(client, notice, recipient);
};

/** An item kept back by an overdue correction is news again once that is acknowledged: it waits like what HOLD_NOT_DROP names. */
const mustBeHeld = ({ obligations, reason }: Share['decisive']): boolean =>
  obligations.includes('HOLD_NOT_DROP') || reason === DECISION_FAILED || reason === HELD_BY_CORRECTION;

/** Meant for this very recipient: that it does not reach him is said aloud. */
const isTold = ({ about, to, aboutSubject }: Share['outgoing']): boolean =>
  about !== undefined || to !== undefined || aboutSubject !== undefined;

/** Without a place in an order it is for the own people: they read it where it is. */
const release = async (agency: Agency, client: pg.ClientBase, share: Share, order: Order | null): Promise<void> => {
  const { item, recipient, disclosureId, outgoing, event } = share;
  const at = agency.clock.now();
  if (order) await sendShare(agency, client, share, order);
  await enterHolder(client, { itemId: item.id, recipient, product: item.product, disclosureId, at, event });
  await enterSubjectHolders(agency, client, share);
  const { about, subjects } = outgoing;
  if (about && about.kind !== 'clearance' && !isClosedToAll(subjects, at))
    await openCorrection(client, recipient, item.id, about, at);
  if (outgoing.aboutSubject !== undefined && saysClosedToAll(item.payload, at))
    await closeCorrectionsAbout(agency, client, recipient, outgoing.aboutSubject);
};

const enterInLedger = async (
  agency: Agency,
  client: pg.ClientBase,
  share: Share,
  outcome: { released: boolean; held: boolean; order: Order | null },
): Promise<void> => {
  const stream = ledgerStream(share.item.id, share.recipient);
  const decided: DisclosureDecided = {
    type: 'DisclosureDecided',
    data: {
      disclosureId: share.disclosureId,
      itemId: share.item.id,
      product: share.item.product,
      recipient: share.recipient,
      ...outcome,
      degraded: share.delivery.degraded,
      reason: share.decisive.reason,
      publication: recorded(share.publication),
      delivery: recorded(share.delivery),
      dueWithin: dueWithin(share.outgoing),
      fields: fieldNames(share),
      paths: outcome.released ? leftPaths(share) : [],
      subjects: outcome.released ? subjectReferences(agency, shownOutgoing(share)) : [],
      bundleVersion: share.bundleVersion,
      messageId: outcome.order ? share.messageId : null,
      order: outcome.order && { key: share.orderKey, ...outcome.order },
    },
  };
  const before = await readStream(client, stream);
  const { correlationId } = share.event.metadata;
  const { disclosureId, itemId, recipient } = decided.data;
  const at = agency.clock.now().toISOString();
  // What stays in this service is there as soon as it is decided.
  const delivered: LedgerEvent[] =
    outcome.released && !outcome.order
      ? [{ type: 'DisclosureDelivered', data: { disclosureId, itemId, recipient, at } }]
      : [];
  await append(client, stream, before.length, [decided, ...delivered], {
    metadata: { correlationId, causationId: share.event.eventId, purpose: share.outgoing.purpose },
    recordedAt: agency.clock.now(),
  });
};

/** That an alert is over is answered as its flow asks: nothing was wrong. */
const dueWithin = ({ about, arrivesWithin }: Share['outgoing']): string | null =>
  about && about.kind !== 'clearance' ? about.ackWithin : (arrivesWithin ?? null);

/** The leaves of the item that leave. */
const leftPaths = (share: Share): string[] => {
  const present = new Set(leaves(share.item.payload).map(([path]) => path));
  return share.paths.filter((path) => present.has(path));
};

export const fieldNames = (share: Share): string[] => [...new Set(leftPaths(share).map(shapeOf))].sort();

const audited = (agency: Agency, share: Share, released: boolean) => {
  const { decisive } = share;
  return {
    event: released ? ('disclosed' as const) : ('withheld' as const),
    operation: 'disclosure' as const,
    action: 'share',
    subjects: subjectReferences(agency, share.outgoing),
    item: { id: share.item.id, product: share.item.product },
    fields: released ? fieldNames(share) : [],
    purpose: share.outgoing.purpose,
    caseRef: share.outgoing.caseRef,
    agreements: decisive.agreements,
    decision: { ...recorded(decisive), bundleVersion: share.bundleVersion },
    correlationId: share.event.metadata.correlationId,
    recipient: share.recipient,
  };
};
