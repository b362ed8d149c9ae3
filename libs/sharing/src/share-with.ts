// One item, one recipient: the three things that happen when an originator decides (design 2, "share").
import { disclose, leaves, shapeOf } from '@gatehouse/agreements';
import { record } from '@gatehouse/audit-trail';
import { pseudonym, sealFor } from '@gatehouse/crypto';
import { enqueue } from '@gatehouse/event-bus';
import { append, readStream, type RecordedEvent } from '@gatehouse/event-store';
import type { ItemFacts, Decision, Question } from '@gatehouse/policy';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { auditRecord, partyKeys, type Agency } from './agency.ts';
import { ENVELOPE_TYPE, type Envelope } from './envelope.ts';
import { ledgerStream, recorded, type DisclosureDecided } from './ledger.ts';
import { itemTopic } from './lanes.ts';
import { nextInOrder, type Order } from './order.ts';
import type { Outgoing } from './outgoing.ts';

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
  if (held && heldFor === share.delivery.reason) return hold(agency, client, share);
  if (heldFor !== undefined) await letGo(client, share);
  const order = released ? await nextInOrder(client, recipient, share.orderKey, share.messageId) : null;
  if (order) await send(agency, client, share, order);
  if (held) await hold(agency, client, share);
  await enterInLedger(agency, client, share, { released, held, order });
  await record(client, audited(agency, share, released));
  for (const name of delivery.alarms) agency.alarm(name, { disclosureId: share.disclosureId, recipient });
};

interface Share {
  event: RecordedEvent;
  outgoing: Outgoing;
  item: ItemFacts;
  recipient: string;
  publication: Decision;
  delivery: Decision;
  /** exact leaves that both questions allow */
  paths: string[];
  orderKey: string;
  messageId: string;
  disclosureId: string;
  bundleVersion: number;
}

const prepare = (agency: Agency, event: RecordedEvent, outgoing: Outgoing, recipient: string): Share => {
  const current = agency.keeper.current();
  const product = agency.products.get(outgoing.item.product);
  if (!current || !product) throw new RetryableFault('no verified bundle, or a product this service does not know');
  const underVersions = Object.fromEntries(
    current.bundle.instruments.map(({ compiled }) => [compiled.id, compiled.version]),
  );
  const now = agency.clock.now().toISOString();
  const item: ItemFacts = { ...outgoing.item, originator: agency.party, underVersions, publishedAt: now };
  const ask = (question: 'publish' | 'deliver'): Question => ({
    now,
    item,
    subjects: outgoing.subjects,
    caller: agencyItself(recipient),
    request: {
      question,
      path: 'bus',
      purpose: outgoing.purpose,
      justification: '',
      ...(outgoing.caseRef ? { caseRef: outgoing.caseRef } : {}),
    },
    bundle: { ageSeconds: current.ageSeconds, maxAgeSeconds: current.maxAgeSeconds, verified: current.verified },
  });
  const publication = current.point.decide(ask('publish'));
  const delivery = current.point.decide(ask('deliver'));
  return {
    event,
    outgoing,
    item,
    recipient,
    publication,
    delivery,
    paths: publication.disclosedPaths.filter((path) => delivery.disclosedPaths.includes(path)),
    orderKey: product.orderKey === 'subject' ? (outgoing.subjects[0]?.ref ?? item.id) : item.id,
    messageId: agency.newId(),
    disclosureId: agency.newId(),
    bundleVersion: current.bundle.version,
  };
};

/** On publish and deliver the receiving agency itself asks; its people are asked about when they read. */
const agencyItself = (agency: string): Question['caller'] => ({
  agency,
  person: null,
  roles: [],
  unit: null,
  vetting: null,
  training: [],
  assignments: [],
  conflicts: [],
  chain: [],
});

const send = async (agency: Agency, client: pg.ClientBase, share: Share, order: Order): Promise<void> => {
  const current = agency.keeper.current();
  const to = current && partyKeys(current.bundle, share.recipient);
  if (!to) throw new RetryableFault(`the bundle names no keys for ${share.recipient}`);
  const envelope = seal(agency, share, order);
  await enqueue(
    client,
    {
      messageId: share.messageId,
      topic: itemTopic(agency.namespace, share.delivery.agreements, share.item.product, agency.party, share.recipient),
      key: pseudonym(agency.keys.pseudonym, share.recipient, share.orderKey),
      value: await sealFor(envelope, agency.keys, to, ENVELOPE_TYPE),
      about: {
        itemId: share.item.id,
        product: share.item.product,
        recipient: share.recipient,
        disclosureId: share.disclosureId,
        correlationId: share.event.metadata.correlationId,
        subjects: auditSubjects(agency, share),
        agreements: share.delivery.agreements,
      },
      awaitsReceipt: true,
    },
    agency.clock.now(),
  );
};

const seal = (agency: Agency, share: Share, order: Order): Envelope => {
  const { item, outgoing, event, delivery, publication } = share;
  const hidden = (ref: string) => pseudonym(agency.keys.pseudonym, share.recipient, ref);
  return {
    messageId: share.messageId,
    eventId: event.eventId,
    type: outgoing.type,
    schemaVersion: '1.0.0',
    itemId: item.id,
    product: item.product,
    disclosureId: share.disclosureId,
    originator: agency.party,
    unit: outgoing.unit,
    recipient: share.recipient,
    occurredAt: event.occurredAt.toISOString(),
    recordedAt: event.recordedAt.toISOString(),
    publishedAt: item.publishedAt,
    purpose: outgoing.purpose,
    caseRef: outgoing.caseRef,
    basis: { kind: 'MOU', agreements: delivery.agreements },
    underVersions: item.underVersions,
    classification: outgoing.classification,
    handling: item.handling,
    markers: item.markers,
    priority: item.priority,
    subjects: item.subjects.flatMap(({ ref, role }) =>
      outgoing.subjects
        .filter((s) => s.ref === ref)
        .map((s) => ({ ...s, ref: hidden(ref), role, auditRef: auditReference(agency, ref) })),
    ),
    reviewBy: item.reviewBy,
    destroyBy: item.destroyBy,
    obligations: [...new Set([...publication.obligations, ...delivery.obligations])].sort(),
    degraded: delivery.degraded,
    order: { key: hidden(share.orderKey), ...order },
    traceId: event.metadata.correlationId,
    payload: disclose(item.payload, share.paths),
  };
};

const auditReference = (agency: Agency, subject: string): string => pseudonym(agency.auditSubjectKey, 'audit', subject);

const auditSubjects = (agency: Agency, share: Share): string[] =>
  share.item.subjects.map(({ ref }) => auditReference(agency, ref));

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
      share.delivery.reason,
      share.bundleVersion,
      agency.clock.now(),
    ],
  );
};

const audited = (agency: Agency, share: Share, released: boolean) => {
  // The refusing question names the reason; where both allow, delivery is the later and narrower one.
  const decisive = share.publication.disclosedPaths.length === 0 ? share.publication : share.delivery;
  return auditRecord(agency, {
    event: released ? 'disclosed' : 'withheld',
    operation: 'disclosure',
    action: 'share',
    subjects: auditSubjects(agency, share),
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
