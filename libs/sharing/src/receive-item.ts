// One item from the bus. Promise: its effect is there once. The inbox id, the foreign facts, the receipt to send back and the
// audit row are one transaction; a redelivery finds the inbox id and changes nothing.
import { record } from '@gatehouse/audit-trail';
import { arrivedAt, firstReceipt, type BusMessage } from '@gatehouse/event-bus';
import { append, inTransaction, readStream, type DomainEvent } from '@gatehouse/event-store';
import { leaves, shapeOf } from '@gatehouse/agreements';
import { failpoint, planted } from '@gatehouse/failpoints';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { auditRecord, type Agency } from './agency.ts';
import { ENVELOPE_TYPE, readEnvelope, type Envelope } from './envelope.ts';
import type { Lane } from './incoming-lanes.ts';
import { openMessage } from './open-message.ts';
import { sendReceipt } from './receipts.ts';
import { jumps, keepWaiting, turnOf, waitsNoLonger } from './waiting.ts';

/** Where it came from and how anybody can check it again: kept beside every foreign fact. */
export interface Provenance {
  originator: string;
  topic: string;
  messageId: string;
  disclosureId: string;
  agreements: string[];
  bundleVersion: number;
  receivedAt: string;
  /** the originator's signature over the whole envelope */
  jws: string;
}

/** One fact made of an arrival. */
export interface ForeignFact {
  streamId: string;
  event: DomainEvent;
  /** the item itself comes once; what is said about it later comes after whatever stands there */
  comes: 'once' | 'after';
}

/**
 * What arrives becomes which foreign facts: pure, and the only thing a service writes to receive. All of them are written
 * in one transaction; none at all is a product this service does not keep.
 */
export type ToForeignFacts = (envelope: Envelope, provenance: Provenance) => ForeignFact[];

/**
 * Receives one item: resolves when its effect is durable, or when it waits durably for its predecessor.
 * @throws TerminalFault with the reason for which it cannot be accepted; anything else is to be tried again
 */
export const receiveItem = async (
  agency: Agency,
  toForeignFacts: ToForeignFacts,
  message: BusMessage,
  lane: Lane,
): Promise<void> => {
  const { payload, jws } = await openMessage(agency, message, lane, ENVELOPE_TYPE);
  const envelope = readEnvelope(payload);
  refuseUnfit(agency, envelope, lane);
  const provenance: Provenance = {
    originator: envelope.originator,
    topic: message.topic,
    messageId: envelope.messageId,
    disclosureId: envelope.disclosureId,
    agreements: envelope.basis.agreements,
    bundleVersion: agency.keeper.current()?.bundle.version ?? 0,
    receivedAt: agency.clock.now().toISOString(),
    jws,
  };
  const keep = async (client: pg.ClientBase): Promise<void> => {
    const known = await hasCome(agency, client, envelope);
    const turn = known ? 'comes' : await turnOf(client, envelope);
    if (turn === 'waits') return keepWaiting(agency, client, message, envelope);
    if (turn === 'jumps') await jumps(client, envelope);
    if (!known) await keepItem(agency, client, envelope, provenance, toForeignFacts(envelope, provenance));
    await waitsNoLonger(client, message.topic, envelope.messageId);
  };
  // A person may be acknowledging the very item that a correction is about.
  await inTransaction(agency.pool, keep, { attempts: 3 });
  failpoint('receive.after-commit');
};

const refuseUnfit = (agency: Agency, envelope: Envelope, lane: Lane): void => {
  if (envelope.recipient !== agency.party)
    throw new TerminalFault('addressed to another agency', { code: 'not-for-us' });
  if (envelope.originator !== lane.from || envelope.product !== lane.product || !citesLane(envelope, lane))
    throw new TerminalFault('not what its lane is for', { code: 'wrong-lane' });
  if (leaves(envelope.payload).some(([path]) => !lane.fields.includes(shapeOf(path))))
    throw new TerminalFault('more than the agreement names', { code: 'beyond-agreement' });
};

/** An instrument may have been amended while the message was on its way: the lane is the instrument's, not a version's. */
const citesLane = ({ basis }: Envelope, { agreement }: Lane): boolean =>
  basis.agreements[0]?.split('@')[0] === agreement.split('@')[0];

/** A sender sends again after half a minute at the soonest: what comes sooner is the bus repeating itself. */
const SENDER_ASKS_AFTER_MS = 15_000;

/** Whether its effect stands already; to a sender who evidently lacks the receipt it is said again. */
const hasCome = async (agency: Agency, client: pg.ClientBase, envelope: Envelope): Promise<boolean> => {
  const { messageId, originator } = envelope;
  const came = await arrivedAt(client, originator, messageId);
  if (came === null) return false;
  if (agency.clock.now().getTime() - came.getTime() >= SENDER_ASKS_AFTER_MS)
    await sendReceipt(agency, client, { envelope, messageId, kind: 'delivered', by: null });
  return true;
};

const keepItem = async (
  agency: Agency,
  client: pg.ClientBase,
  envelope: Envelope,
  provenance: Provenance,
  facts: ForeignFact[],
): Promise<void> => {
  const at = agency.clock.now();
  const origin = { topic: provenance.topic, sender: envelope.originator };
  // The inbox id stands inside the signature: a header could be changed by whoever carries the message.
  if (!(await firstReceipt(client, envelope.messageId, origin, at))) return;
  if (facts.length === 0) throw new TerminalFault('this service keeps no such product', { code: 'unknown-product' });
  for (const fact of facts) await keepFact(client, envelope, fact, at);
  await sendReceipt(agency, client, { envelope, messageId: provenance.messageId, kind: 'delivered', by: null });
  if (!planted('receives-without-record')) await record(client, receivedRecord(agency, envelope));
  failpoint('receive.before-commit');
};

const receivedRecord = (agency: Agency, envelope: Envelope) =>
  auditRecord(agency, {
    event: 'received',
    operation: 'collection',
    action: 'receive',
    subjects: envelope.subjects.map((subject) => subject.auditRef),
    item: { id: envelope.itemId, product: envelope.product },
    purpose: envelope.purpose,
    caseRef: envelope.caseRef,
    agreements: envelope.basis.agreements,
    correlationId: envelope.traceId,
  });

const keepFact = async (client: pg.ClientBase, envelope: Envelope, fact: ForeignFact, at: Date): Promise<void> => {
  const before = await readStream(client, fact.streamId);
  // A second disclosure of a known item would replace what people here have read: corrections are facts of their own.
  if (fact.comes === 'once' && before.some(({ type }) => type === fact.event.type))
    throw new TerminalFault('this item has been received', { code: 'item-already-received' });
  await append(client, fact.streamId, before.length, [fact.event], {
    metadata: {
      correlationId: envelope.traceId,
      causationId: envelope.eventId,
      actor: { agency: envelope.originator, person: null },
    },
    recordedAt: at,
    occurredAt: new Date(envelope.occurredAt),
  });
};
