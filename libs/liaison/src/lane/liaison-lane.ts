// The receiving end of the lanes with the keeper of the instruments, or of the keeper with the parties. Promise: each message has
// its effect once, in one transaction with its audit row and the receipt that lets its sender forget it. What cannot be opened, or is
// not from whom its lane says, has no effect and no receipt: its sender keeps it, sends it again and says so aloud.
import { record } from '@gatehouse/audit-trail';
import { liaisonTopic } from '@gatehouse/agreements';
import { openSealed } from '@gatehouse/crypto';
import { arrivedAt, firstReceipt, settle, type Bus, type BusMessage, type Subscription } from '@gatehouse/event-bus';
import { inTransaction } from '@gatehouse/event-store';
import { RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';
import { auditRecord, partyKeys, type Agency } from '@gatehouse/sharing';
import type pg from 'pg';
import { LIAISON_TYPE, readLiaisonMessage, type LiaisonBody, type LiaisonMessage } from './liaison-message.ts';
import { liaisonProduct, sendLiaison } from './send.ts';

/** A message with an effect: anything but a receipt. */
export type Told = LiaisonMessage & { body: Exclude<LiaisonBody, { kind: 'receipt' }> };

/** Writes the effect with the caller's transaction. @throws TerminalFault for what this end takes from nobody */
export type OnTold = (client: pg.PoolClient, told: Told) => Promise<void>;

const ATTEMPTS = { attempts: 3 };
/** A sender sends again after half a minute at the soonest: what comes sooner is the bus repeating itself. */
const SENDER_ASKS_AFTER_MS = 15_000;

export class LiaisonLane {
  #subscription: Subscription | null = null;

  /** @param others whom this end has a lane with */
  constructor(
    private readonly agency: Agency,
    private readonly bus: Bus,
    private readonly others: readonly string[],
    private readonly onTold: OnTold,
  ) {}

  async start(): Promise<void> {
    const { namespace, service } = this.agency;
    const topics = this.others.map((other) => this.#topicFrom(other));
    const group = `${namespace}.${service}.liaison`;
    this.#subscription = await this.bus.subscribe({ group, topics }, (message) => this.receive(message));
  }

  async stop(): Promise<void> {
    await this.#subscription?.stop();
  }

  /** One message from the bus, at least once. Resolves when its effect is durable, or when it is known to have none. */
  async receive(message: BusMessage): Promise<void> {
    const from = this.others.find((other) => this.#topicFrom(other) === message.topic);
    if (from === undefined) return;
    try {
      const said = await this.#opened(message, from);
      await inTransaction(this.agency.pool, (client) => this.#take(client, said, message.topic), ATTEMPTS);
    } catch (fault) {
      if (!(fault instanceof TerminalFault)) throw fault;
      await this.#refuse(message.topic, fault.code);
    }
  }

  #topicFrom(other: string): string {
    return liaisonTopic(this.agency.namespace, other, this.agency.party);
  }

  async #opened(message: BusMessage, from: string): Promise<LiaisonMessage> {
    const bundle = this.agency.keeper.current()?.bundle;
    if (!bundle) throw new RetryableFault('no verified bundle yet: no sender can be known');
    const sender = partyKeys(bundle, from);
    const known = (kid: string) => (sender?.signing.kid === kid ? sender : undefined);
    const said = readLiaisonMessage((await openSealed(message.value, this.agency.keys, known, LIAISON_TYPE)).payload);
    if (said.from !== from || said.to !== this.agency.party)
      throw new TerminalFault('a message on the wrong lane', { code: 'wrong-lane' });
    return said;
  }

  async #take(client: pg.PoolClient, said: LiaisonMessage, topic: string): Promise<void> {
    const at = this.agency.clock.now();
    const { messageId, from, body } = said;
    if (!(await firstReceipt(client, messageId, { topic, sender: from }, at))) return this.#again(client, said);
    if (body.kind === 'receipt') return void (await settle(client, body.of, at));
    await this.onTold(client, { ...said, body });
    await record(client, this.#received(said, body.kind));
    await this.#receipt(client, said);
  }

  /** Its effect stands already; to a sender who evidently lacks the receipt it is said again. */
  async #again(client: pg.PoolClient, said: LiaisonMessage): Promise<void> {
    const came = await arrivedAt(client, said.from, said.messageId);
    const asks = came !== null && this.agency.clock.now().getTime() - came.getTime() >= SENDER_ASKS_AFTER_MS;
    if (asks && said.body.kind !== 'receipt') await this.#receipt(client, said);
  }

  async #receipt(client: pg.PoolClient, { from, messageId, correlationId }: LiaisonMessage): Promise<void> {
    await sendLiaison(this.agency, client, from, { kind: 'receipt', of: messageId }, correlationId);
  }

  #received({ messageId, correlationId }: LiaisonMessage, kind: LiaisonBody['kind']) {
    const item = { id: messageId, product: liaisonProduct(kind) };
    const done = { event: 'received', operation: 'collection', action: 'receive' } as const;
    return auditRecord(this.agency, { ...done, item, correlationId });
  }

  async #refuse(topic: string, code: string): Promise<void> {
    const decision = {
      effect: 'DENY' as const,
      reason: code,
      reasonsInOrder: [code],
      obligations: [],
      bundleVersion: null,
    };
    const done = { event: 'refused', operation: 'collection', action: 'receive' } as const;
    await inTransaction(this.agency.pool, (client) => record(client, auditRecord(this.agency, { ...done, decision })));
    this.agency.alarm('LIAISON_MESSAGE_REFUSED', { topic, code });
  }
}
