// One item, one recipient: the things that happen when an originator has decided (design 2, "share").
import { leaves, shapeOf } from '@gatehouse/agreements';
import { record } from '@gatehouse/audit-trail';
import { append, readStream, type RecordedEvent } from '@gatehouse/event-store';
import type pg from 'pg';
import { auditRecord, auditReferences, type Agency } from './agency.ts';
import { ledgerStream, recorded, type DisclosureDecided } from './ledger.ts';
import { nextInOrder, type Order } from './order.ts';
import type { Outgoing } from './to-product.ts';
import { prepare, type Share } from './prepare-share.ts';
import { sendShare } from './send-share.ts';

/**
 * Decides one item for one recipient and writes the ledger entry, the sealed outbox row and the audit row with the
 * caller's transaction. A refusal writes ledger and audit alone; HOLD_NOT_DROP is kept to be decided again.
 * `heldFor`: the reason it is held for; while that stands, deciding it again is no news and writes nothing but that.
 */
export const shareWith = async (
  agency: Agency,
  client: pg.ClientBase,
  event: RecordedEvent,
  outgoing: Outgoing,
  recipient: string,
  heldFor?: string,
): Promise<void> => {
  const share = prepare(agency, event, outgoing, recipient);
  const { publication, delivery, paths } = share;
  const released = paths.length > 0;
  const held = !released && [...publication.obligations, ...delivery.obligations].includes('HOLD_NOT_DROP');
  if (held && heldFor === share.decisive.reason) return hold(agency, client, share);
  if (heldFor !== undefined) await letGo(client, share);
  const order = released ? await nextInOrder(client, recipient, share.orderKey, share.messageId) : null;
  if (order) await sendShare(agency, client, share, order);
  if (held) await hold(agency, client, share);
  await enterInLedger(agency, client, share, { released, held, order });
  await record(client, audited(agency, share, released));
  for (const name of new Set([...publication.alarms, ...delivery.alarms]))
    agency.alarm(name, { disclosureId: share.disclosureId, recipient });
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
      fields: fieldNames(share),
      bundleVersion: share.bundleVersion,
      messageId: outcome.released ? share.messageId : null,
      order: outcome.order && { key: share.orderKey, ...outcome.order },
    },
  };
  const before = await readStream(client, stream);
  const { correlationId } = share.event.metadata;
  await append(client, stream, before.length, [decided], {
    metadata: { correlationId, causationId: share.event.eventId, purpose: share.outgoing.purpose },
    recordedAt: agency.clock.now(),
  });
};

const fieldNames = (share: Share): string[] => {
  const present = new Set(leaves(share.item.payload).map(([path]) => path));
  return [...new Set(share.paths.filter((path) => present.has(path)).map(shapeOf))].sort();
};

const letGo = async (client: pg.ClientBase, share: Share): Promise<void> => {
  await client.query('delete from sharing.held where item_id = $1 and recipient = $2', [
    share.item.id,
    share.recipient,
  ]);
};

const hold = async (agency: Agency, client: pg.ClientBase, share: Share): Promise<void> => {
  await client.query(
    `insert into sharing.held (item_id, recipient, stream_id, version, reason, bundle_version, held_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (item_id, recipient) do update set reason = excluded.reason, bundle_version = excluded.bundle_version`,
    [
      share.item.id,
      share.recipient,
      share.event.streamId,
      share.event.version,
      share.decisive.reason,
      share.bundleVersion,
      agency.clock.now(),
    ],
  );
};

const audited = (agency: Agency, share: Share, released: boolean) => {
  const { decisive } = share;
  return auditRecord(agency, {
    event: released ? 'disclosed' : 'withheld',
    operation: 'disclosure',
    action: 'share',
    subjects: auditReferences(
      agency,
      share.item.subjects.map(({ ref }) => ref),
    ),
    item: { id: share.item.id, product: share.item.product },
    fields: released ? fieldNames(share) : [],
    purpose: share.outgoing.purpose,
    caseRef: share.outgoing.caseRef,
    agreements: decisive.agreements,
    decision: { ...recorded(decisive), bundleVersion: share.bundleVersion },
    correlationId: share.event.metadata.correlationId,
    recipient: share.recipient,
  });
};
