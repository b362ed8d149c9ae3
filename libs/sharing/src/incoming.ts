// The receive hop at the recipient. Promise: each message has its effect once. The inbox id, the foreign fact, the
// receipt to send back and the audit row are one transaction; a redelivery finds the inbox id and does nothing.
// What cannot be opened, or is not from whom its lane says, is parked with its reason: it neither blocks nor vanishes.
import { record } from '@gatehouse/audit-trail';
import { openSealed } from '@gatehouse/crypto';
import { firstReceipt, type Bus, type BusMessage } from '@gatehouse/event-bus';
import { append, inTransaction, readStream, type DomainEvent } from '@gatehouse/event-store';
import { leaves, shapeOf, topicName } from '@gatehouse/agreements';
import { failpoint } from '@gatehouse/failpoints';
import { RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';
import { inCarriedSpan, SpanKind } from '@gatehouse/service-kit/trace';
import type pg from 'pg';
import { auditRecord, partyKeys, type Agency } from './agency.ts';
import { ENVELOPE_TYPE, RECEIPT_TYPE, readEnvelope, readReceipt, type Envelope } from './envelope.ts';
import { enterReceipt } from './enter-receipt.ts';
import { park } from './park.ts';
import { sendReceipt } from './receipts.ts';

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

export interface Lane {
  kind: 'data' | 'receipts';
  topic: string;
  from: string;
  /** the instrument and version that the lane was compiled from */
  agreement: string;
  /** on a data lane: the product, and the fields that may come */
  product?: string;
  fields: string[];
}

/** Messages since the start, for those who watch. */
export type MessageCounts = Record<Lane['kind'], { kept: number; parked: number; failed: number }>;

export class IncomingRunner {
  readonly counts: MessageCounts = {
    data: { kept: 0, parked: 0, failed: 0 },
    receipts: { kept: 0, parked: 0, failed: 0 },
  };
  #subscription: { topics: string[]; stop(): Promise<void> } | null = null;

  constructor(
    private readonly agency: Agency,
    private readonly bus: Bus,
    private readonly toForeignFacts: ToForeignFacts,
  ) {}

  /** true once every lane of the bundle in use is being read */
  get takenUp(): boolean {
    return sameTopics(this.#subscription?.topics ?? [], this.#topics());
  }

  /** Reads exactly the lanes of the bundle in use: takes up new ones, leaves those that ended. Gives 1 when it changed. */
  async takeUpLanes(): Promise<number> {
    const topics = this.#topics();
    if (sameTopics(this.#subscription?.topics ?? [], topics)) return 0;
    await this.#subscription?.stop();
    this.#subscription = null;
    if (topics.length === 0) return 1;
    const group = `${this.agency.namespace}.${this.agency.service}`;
    const subscription = await this.bus.subscribe({ group, topics }, (message) => this.receive(message));
    this.#subscription = { topics, stop: () => subscription.stop() };
    return 1;
  }

  async stop(): Promise<void> {
    await this.#subscription?.stop();
  }

  #topics(): string[] {
    return this.lanes()
      .map((lane) => lane.topic)
      .sort();
  }

  /** The lanes of the current bundle that lead to this agency, from parties that are here to send. */
  lanes(): Lane[] {
    const bundle = this.agency.keeper.current()?.bundle;
    if (!bundle) return [];
    return bundle.instruments.flatMap(({ compiled }) =>
      compiled.topics
        .filter((topic) => topic.to === this.agency.party && partyKeys(bundle, topic.from) !== undefined)
        .map((topic) => ({
          kind: topic.kind,
          topic: topicName(this.agency.namespace, topic),
          from: topic.from,
          ...(topic.product ? { product: topic.product } : {}),
          fields: compiled.flows
            .filter(({ product }) => product === topic.product)
            .flatMap(({ projection }) => projection),
          agreement: `${compiled.id}@${compiled.version}`,
        })),
    );
  }

  /** One message from the bus, at least once. Resolves when its effect or its parking is durable. */
  async receive(message: BusMessage): Promise<void> {
    const lane = this.lanes().find((known) => known.topic === message.topic);
    if (!lane) throw new RetryableFault('no instrument behind this topic in the bundle in use');
    const span = {
      name: lane.kind === 'data' ? 'receive' : 'receive receipt',
      service: this.agency.service,
      kind: SpanKind.CONSUMER,
      attributes: { 'messaging.operation.name': 'receive', 'messaging.destination.name': lane.topic },
    };
    await inCarriedSpan(message.headers['traceparent'], span, () => this.#receiveOrPark(message, lane));
  }

  async #receiveOrPark(message: BusMessage, lane: Lane): Promise<void> {
    const counts = this.counts[lane.kind];
    try {
      if (lane.kind === 'data') await this.#receiveItem(message, lane);
      else await this.#receiveReceipt(message, lane);
      counts.kept += 1;
    } catch (fault) {
      const unfit = fitForParking(fault);
      counts[unfit === null ? 'failed' : 'parked'] += 1;
      if (unfit === null) throw fault;
      await park(this.agency, message, unfit);
    }
  }

  async #open(message: BusMessage, lane: Lane, typ: string): Promise<{ payload: unknown; jws: string }> {
    const bundle = this.agency.keeper.current()?.bundle;
    if (!bundle) throw new RetryableFault('no verified bundle yet: no sender can be known');
    const sender = partyKeys(bundle, lane.from);
    const opened = await openSealed(
      message.value,
      this.agency.keys,
      (kid) => (sender?.signing.kid === kid ? sender : undefined),
      typ,
    );
    return { payload: opened.payload, jws: opened.jws };
  }

  async #receiveItem(message: BusMessage, lane: Lane): Promise<void> {
    const { payload, jws } = await this.#open(message, lane, ENVELOPE_TYPE);
    const envelope = readEnvelope(payload);
    if (envelope.recipient !== this.agency.party)
      throw new TerminalFault('addressed to another agency', { code: 'not-for-us' });
    if (envelope.originator !== lane.from || envelope.product !== lane.product || !citesLane(envelope, lane))
      throw new TerminalFault('not what its lane is for', { code: 'wrong-lane' });
    if (leaves(envelope.payload).some(([path]) => !lane.fields.includes(shapeOf(path))))
      throw new TerminalFault('more than the agreement names', { code: 'beyond-agreement' });
    const provenance: Provenance = {
      originator: envelope.originator,
      topic: message.topic,
      messageId: envelope.messageId,
      disclosureId: envelope.disclosureId,
      agreements: envelope.basis.agreements,
      bundleVersion: this.agency.keeper.current()?.bundle.version ?? 0,
      receivedAt: this.agency.clock.now().toISOString(),
      jws,
    };
    // A person may be acknowledging the very item that a correction is about.
    await inTransaction(this.agency.pool, (client) => this.#keepItem(client, envelope, provenance), { attempts: 3 });
    failpoint('receive.after-commit');
  }

  async #keepItem(client: pg.ClientBase, envelope: Envelope, provenance: Provenance): Promise<void> {
    const at = this.agency.clock.now();
    // The inbox id stands inside the signature: a header could be changed by whoever carries the message.
    if (!(await firstReceipt(client, envelope.messageId, provenance.topic, at))) return;
    const facts = this.toForeignFacts(envelope, provenance);
    if (facts.length === 0) throw new TerminalFault('this service keeps no such product', { code: 'unknown-product' });
    for (const fact of facts) await keepFact(client, envelope, fact, at);
    await sendReceipt(this.agency, client, { envelope, messageId: provenance.messageId, kind: 'delivered', by: null });
    await record(client, this.#receivedRecord(envelope));
    failpoint('receive.before-commit');
  }

  #receivedRecord(envelope: Envelope) {
    return auditRecord(this.agency, {
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
  }

  async #receiveReceipt(message: BusMessage, lane: Lane): Promise<void> {
    const receipt = readReceipt((await this.#open(message, lane, RECEIPT_TYPE)).payload);
    if (receipt.to !== this.agency.party || receipt.from !== lane.from)
      throw new TerminalFault('a receipt on the wrong lane', { code: 'wrong-lane' });
    await inTransaction(this.agency.pool, async (client) => {
      await enterReceipt(this.agency, client, receipt, message.topic);
      failpoint('receipt.before-commit');
    });
    failpoint('receipt.after-commit');
  }
}

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

/**
 * Why a message is parked, or null when the same message may well be accepted later: the database is away, no bundle has come,
 * somebody else was first. Everything else would stand in the way of what follows for ever.
 */
const fitForParking = (fault: unknown): string | null => {
  if (fault instanceof RetryableFault) return null;
  if (fault instanceof TerminalFault) return fault.code === 'terminal' ? 'malformed' : fault.code;
  return 'not-processable';
};

/** An instrument may have been amended while the message was on its way: the lane is the instrument's, not a version's. */
const citesLane = ({ basis }: Envelope, { agreement }: Lane): boolean =>
  basis.agreements[0]?.split('@')[0] === agreement.split('@')[0];

const sameTopics = (a: string[], b: string[]): boolean =>
  a.length === b.length && a.every((topic, i) => topic === b[i]);
