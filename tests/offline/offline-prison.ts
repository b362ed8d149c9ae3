// A prison service on a database of its own, whose link is down: its work is decided, sealed and kept in its outbox. When the link
// is back, everything is handed over at once, for a test to bring to the police in whatever order it likes.
import { Relay, type Bus, type BusMessage } from '@gatehouse/event-bus';
import { append, inTransaction, readStream } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { IncomingRunner, OutgoingRunner, type Agency } from '@gatehouse/sharing';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { randomUUID } from 'node:crypto';
import { toProduct } from '../../services/prison-intelligence/src/sharing.ts';
import { CASE, PURPOSE, type Act } from './act.ts';
import { BEGINS, ENDS } from './invented-week.ts';
import { settledAt, type Settled } from './boards-at-prison.ts';
import { bundleOf, newKeys, partyOn, type Keys } from './parties.ts';

/** Other suites' transactions hold the horizon back for a while. */
const PATIENCE = { timeoutMs: 60_000 };

export class OfflinePrison {
  private constructor(
    readonly clock: HeldClock,
    readonly keys: Keys,
    readonly bundle: string,
    readonly database: FreshDatabase,
    readonly agency: Agency,
  ) {}

  static async make(): Promise<OfflinePrison> {
    const clock = new HeldClock(new Date(BEGINS).toISOString());
    const keys = await newKeys();
    const bundle = await bundleOf(keys, clock.now());
    const database = await freshDatabase('offline_prison');
    const agency = await partyOn({ service: 'prison-intelligence', own: keys.prison, keys, database, clock });
    await agency.keeper.accept(bundle);
    return new OfflinePrison(clock, keys, bundle, database, agency);
  }

  /** Writes each act at its own time, and decides what is to leave. */
  async works(acts: Act[]): Promise<void> {
    const outgoing = new OutgoingRunner(this.agency, toProduct);
    for (const act of acts) {
      this.clock.set(act.at);
      await this.#writes(act);
      await outgoing.runOnce();
    }
    this.clock.set(new Date(ENDS).toISOString());
    await eventually(async () => {
      await outgoing.runOnce();
      const { rows } = await this.agency.pool.query<{ n: number }>('select count(*)::int as n from bus.outbox');
      if (rows[0]?.n !== acts.length) throw new Error(`${rows[0]?.n} of ${acts.length} acts stand in the outbox`);
    }, PATIENCE);
  }

  /** The link is back: what the relay sends, in its order. */
  async sends(count: number): Promise<BusMessage[]> {
    const sent: BusMessage[] = [];
    const bus = { publish: async (messages: BusMessage[]) => void sent.push(...messages) } as unknown as Bus;
    const relay = new Relay({ pool: this.agency.pool, bus, clock: this.clock, onSent: async () => undefined });
    await eventually(async () => {
      await relay.runOnce();
      if (sent.length < count) throw new Error(`${sent.length} of ${count} messages were sent`);
    }, PATIENCE);
    return sent;
  }

  /** The receipts come back: what then stands in the outbox, in the ledger and on the boards. */
  async takesBack(receipts: BusMessage[]): Promise<Settled> {
    const { agency } = this;
    const incoming = new IncomingRunner(agency, {} as Bus, () => []);
    for (const receipt of receipts) await incoming.receive(receipt);
    return settledAt(agency, this.database.url);
  }

  async close(): Promise<void> {
    await this.agency.pool.end();
    await this.database.drop();
  }

  #writes({ stream, event }: Act): Promise<unknown> {
    return inTransaction(this.agency.pool, async (client) => {
      const before = await readStream(client, stream);
      await append(client, stream, before.length, [event], {
        metadata: { correlationId: randomUUID(), purpose: PURPOSE, caseRef: CASE },
        recordedAt: this.clock.now(),
      });
    });
  }
}
