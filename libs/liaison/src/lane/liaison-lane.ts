// The receiving end of the lanes with the keeper of the instruments, or of the keeper with the parties. Promise: each message has
// its effect once, in one transaction with its audit row and the receipt that lets its sender forget it. What cannot be opened, or is
// not from whom its lane says, has no effect and no receipt: it is parked once with its reason, and waits for a person; its sender keeps it.
import { record } from '@gatehouse/audit-trail';
import { liaisonTopic } from '@gatehouse/agreements';
import { openSealed } from '@gatehouse/crypto';
import { arrivedAt, firstReceipt, settle, type Bus, type BusMessage, type Subscription } from '@gatehouse/event-bus';
import { inTransaction } from '@gatehouse/event-store';
import { RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';
import { Worker } from '@gatehouse/service-kit/worker';
import {
  auditRecord,
  fitForParking,
  park,
  parkedToTryAgain,
  partyKeys,
  triedAgain,
  type Agency,
} from '@gatehouse/sharing';
import type pg from 'pg';
import { LIAISON_TYPE, readLiaisonMessage, type LiaisonBody, type LiaisonMessage } from './liaison-message.ts';
import { liaisonProduct, sendLiaison } from './send.ts';

/** A message with an effect: anything but a receipt. */
export type Told = LiaisonMessage & { body: Exclude<LiaisonBody, { kind: 'receipt' }> };

/** Writes the effect with the caller's transaction. @throws TerminalFault for what this end takes from nobody */
export type OnTold = (client: pg.PoolClient, told: Told) => Promise<void>;

const ATTEMPTS = { attempts: 3 };
const AT_A_TIME = 50;
/** A sender sends again after half a minute at the soonest: what comes sooner is the bus repeating itself. */
const SENDER_ASKS_AFTER_MS = 15_000;

export class LiaisonLane {
  /** what a person has tried again */
  readonly worker: Worker;
  #subscription: Subscription | null = null;

  /** @param others whom this end has a lane with */
  constructor(
    private readonly agency: Agency,
    private readonly bus: Bus,
    private readonly others: readonly string[],
    private readonly onTold: OnTold,
    onFault?: (fault: unknown, worker: string) => void,
  ) {
    this.worker = new Worker({ name: 'parked notices', step: () => this.tryAgain(), idleMs: 1_000, onFault });
  }

  async start(): Promise<void> {
    const { namespace, service } = this.agency;
    const topics = this.others.map((other) => this.#topicFrom(other));
    const group = `${namespace}.${service}.liaison`;
    this.#subscription = await this.bus.subscribe({ group, topics }, (message) => this.receive(message));
    this.worker.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#subscription?.stop(), this.worker.stop()]);
  }

  /** One message from the bus, at least once. Resolves when its effect or its parking is durable. */
  async receive(message: BusMessage): Promise<void> {
    const from = this.#senderOn(message.topic);
    if (from === undefined) return;
    const unfit = await this.#unfit(message, from);
    if (unfit !== null) await park(this.agency, message, from, unfit);
  }

  /**
   * Takes what a person wants tried again. Gives their number.
   * @throws what went wrong with one of them, after the others had their turn
   */
  async tryAgain(): Promise<number> {
    const topics = this.others.map((other) => this.#topicFrom(other));
    const parked = await parkedToTryAgain(this.agency.pool, topics, AT_A_TIME);
    const tried = await Promise.allSettled(parked.map((one) => this.#tryAgain(one)));
    for (const one of tried) if (one.status === 'rejected') throw one.reason;
    return parked.length;
  }

  async #tryAgain({ parkedId, message }: { parkedId: string; message: BusMessage }): Promise<void> {
    const from = this.#senderOn(message.topic);
    if (from !== undefined) await triedAgain(this.agency, parkedId, await this.#unfit(message, from));
  }

  /** Gives why a message cannot be accepted, or null when its effect is durable. */
  async #unfit(message: BusMessage, from: string): Promise<string | null> {
    try {
      const said = await this.#opened(message, from);
      await inTransaction(this.agency.pool, (client) => this.#take(client, said, message.topic), ATTEMPTS);
      return null;
    } catch (fault) {
      const unfit = fitForParking(fault);
      if (unfit === null) throw fault;
      return unfit;
    }
  }

  #senderOn(topic: string): string | undefined {
    return this.others.find((other) => this.#topicFrom(other) === topic);
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
    if (body.kind === 'receipt') return void (await settle(client, body.of, at, from));
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
}
