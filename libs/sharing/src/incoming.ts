// The receive hop at the recipient. Promise: each message has its effect once; what cannot be opened, or is not from whom its
// lane says, is parked with its reason; what came before its predecessor waits for it. Nothing blocks a lane or vanishes.
import type { Bus, BusMessage } from '@gatehouse/event-bus';
import { asOneTransaction, inTransaction } from '@gatehouse/event-store';
import { failpoint, planted } from '@gatehouse/failpoints';
import { RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';
import { inCarriedSpan, SpanKind } from '@gatehouse/service-kit/trace';
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import type { Agency } from './agency.ts';
import { RECEIPT_TYPE, readReceipt } from './envelope.ts';
import { enterReceipt } from './enter-receipt.ts';
import { incomingLanes, type Lane } from './incoming-lanes.ts';
import { openMessage } from './open-message.ts';
import { fitForParking, isToBeTried, park, parkedToTryAgain, triedAgain } from './parked/park.ts';
import { receiveItem, type ToForeignFacts } from './receive-item.ts';
import { waitsNoLonger, whoseTurnHasCome, type Waited } from './waiting.ts';

/** Messages since the start, for those who watch. */
export type MessageCounts = Record<Lane['kind'], { kept: number; parked: number; failed: number }>;

const AT_A_TIME = 50;

export class IncomingRunner {
  readonly counts: MessageCounts = {
    data: { kept: 0, parked: 0, failed: 0 },
    receipts: { kept: 0, parked: 0, failed: 0 },
  };
  /** what waits for its predecessor, or for a person who has it tried again */
  readonly waiting: Worker;
  #subscription: { topics: string[]; stop(): Promise<void> } | null = null;

  constructor(
    private readonly agency: Agency,
    private readonly bus: Bus,
    private readonly toForeignFacts: ToForeignFacts,
    onFault?: (fault: unknown, name: string) => void,
  ) {
    this.waiting = new Worker({ name: 'waiting', step: () => this.goOn(), idleMs: 1_000, onFault });
  }

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
    return incomingLanes(this.agency)
      .map((lane) => lane.topic)
      .sort();
  }

  /** One message from the bus, at least once. Resolves when its effect, its waiting or its parking is durable. */
  async receive(message: BusMessage): Promise<void> {
    const { lane, unfit } = await this.#taken(message);
    if (unfit !== null) await park(this.agency, message, lane.from, unfit);
    else this.waiting.nudge();
  }

  /**
   * Takes what may go on now: those whose predecessor came, and what a person wants tried again. Gives their number.
   * @throws what went wrong with one of them, after the others had their turn
   */
  async goOn(): Promise<number> {
    const { pool } = this.agency;
    const waited = await whoseTurnHasCome(pool, AT_A_TIME);
    const again = await parkedToTryAgain(pool, this.#topics(), AT_A_TIME);
    const faults: unknown[] = [];
    const each = (work: Promise<void>) => work.catch((fault: unknown) => void faults.push(fault));
    for (const one of waited) await each(this.#goOnWith(one));
    for (const { parkedId, message } of again) await each(this.#tryAgain(parkedId, message));
    if (faults.length > 0) throw faults[0];
    return waited.length + again.length;
  }

  async #goOnWith({ message, topic, messageId }: Waited): Promise<void> {
    const { lane, unfit } = await this.#taken(message);
    if (unfit === null) return;
    await park(this.agency, message, lane.from, unfit);
    await waitsNoLonger(this.agency.pool, topic, messageId);
  }

  /** As one with what came of it: whoever dismisses it meanwhile comes before the try, which is then none, or finds it accepted. */
  #tryAgain(parkedId: string, message: BusMessage): Promise<void> {
    const whole = async (client: pg.ClientBase): Promise<void> => {
      if (!(await isToBeTried(client, parkedId))) return;
      await triedAgain(this.agency, parkedId, (await this.#taken(message)).unfit);
    };
    return asOneTransaction(this.agency.pool, whole, { attempts: 3 });
  }

  /** Gives why a message cannot be accepted, or null when its effect is durable. */
  async #taken(message: BusMessage): Promise<{ lane: Lane; unfit: string | null }> {
    const lane = incomingLanes(this.agency).find((known) => known.topic === message.topic);
    if (!lane) throw new RetryableFault('no instrument behind this topic in the bundle in use');
    const span = {
      name: lane.kind === 'data' ? 'receive' : 'receive receipt',
      service: this.agency.service,
      kind: SpanKind.CONSUMER,
      attributes: { 'messaging.operation.name': 'receive', 'messaging.destination.name': lane.topic },
    };
    return inCarriedSpan(message.headers['traceparent'], span, async () => ({
      lane,
      unfit: await this.#unfit(message, lane),
    }));
  }

  async #unfit(message: BusMessage, lane: Lane): Promise<string | null> {
    const counts = this.counts[lane.kind];
    try {
      if (lane.kind === 'data') await receiveItem(this.agency, this.toForeignFacts, message, lane);
      else await this.#receiveReceipt(message, lane);
      counts.kept += 1;
      return null;
    } catch (fault) {
      const unfit = fitForParking(fault);
      counts[unfit === null ? 'failed' : 'parked'] += 1;
      if (unfit === null || planted('poison-is-tried-for-ever')) throw fault;
      return unfit;
    }
  }

  async #receiveReceipt(message: BusMessage, lane: Lane): Promise<void> {
    const receipt = readReceipt((await openMessage(this.agency, message, lane, RECEIPT_TYPE)).payload);
    if (receipt.to !== this.agency.party || receipt.from !== lane.from)
      throw new TerminalFault('a receipt on the wrong lane', { code: 'wrong-lane' });
    await inTransaction(this.agency.pool, async (client) => {
      await enterReceipt(this.agency, client, receipt, message.topic);
      failpoint('receipt.before-commit');
    });
    failpoint('receipt.after-commit');
  }
}

const sameTopics = (a: string[], b: string[]): boolean =>
  a.length === b.length && a.every((topic, i) => topic === b[i]);
