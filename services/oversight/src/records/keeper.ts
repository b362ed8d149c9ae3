// The keep hop. Promise: each record of a source is kept once for its number, what came together in one commit. The same number
// with another content is never accepted and never passed over in silence: it is parked with its reason, and an alarm is raised.
import { createHash } from 'node:crypto';
import { auditTopic, openShipped, type ShippedRecord } from '@gatehouse/audit-trail';
import type { PartyKeys, PublicPartyKeys } from '@gatehouse/crypto';
import type { BusMessage } from '@gatehouse/event-bus';
import { inTransaction } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import type { Clock } from '@gatehouse/service-kit/clock';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { keepRecords, toKeep } from './keeping.ts';

/** A service whose records are kept, and the party that must have signed them. */
export interface AuditSource {
  source: string;
  party: string;
}

export interface KeeperOptions {
  pool: pg.Pool;
  clock: Clock;
  namespace: string;
  keys: PartyKeys;
  sources: readonly AuditSource[];
  /** the public keys of the parties that sources belong to */
  parties: readonly PublicPartyKeys[];
  alarm: (name: string, about: Record<string, unknown>) => void;
}

export class Keeper {
  constructor(private readonly options: KeeperOptions) {}

  /** The topics to subscribe to. */
  topics(): string[] {
    return this.options.sources.map(({ source }) => auditTopic(this.options.namespace, source));
  }

  /** Messages of one topic, at least once. Resolves when each record, or its parking, is durable. */
  async receive(messages: BusMessage[]): Promise<void> {
    const opened = await Promise.all(messages.map((message) => this.#opened(message)));
    for (const { message, unfit } of opened) if (unfit !== undefined) await this.#park(message, unfit);
    const fit = opened.filter(({ unfit }) => unfit === undefined);
    if (fit.length === 0) return;
    try {
      await this.keep(...fit.flatMap(({ records }) => records));
    } catch (fault) {
      if (!(fault instanceof TerminalFault)) throw fault;
      for (const { message, records } of fit) await this.#keepOrPark(message, records);
    }
  }

  /**
   * Keeps records of one source in one transaction; keeping one again does nothing.
   * @throws TerminalFault 'malformed'; 'record-differs' when a number or id was kept with another content. None is kept then.
   */
  async keep(...shipped: ShippedRecord[]): Promise<void> {
    const records = shipped.map((one) => toKeep(one));
    await inTransaction(this.options.pool, async (client) => {
      await keepRecords(client, records, this.options.clock.now());
      failpoint('keep.before-commit');
    });
    failpoint('keep.after-commit');
  }

  /** Keeps what can be kept of a message, and parks it where there is something that cannot. */
  async #keepOrPark(message: BusMessage, records: ShippedRecord[]): Promise<void> {
    const codes: string[] = [];
    for (const record of records)
      await this.keep(record).catch((fault: unknown) => {
        if (!(fault instanceof TerminalFault)) throw fault;
        codes.push(fault.code);
      });
    if (codes[0] !== undefined) await this.#park(message, codes[0]);
  }

  /** The records, or why there are none to keep. */
  async #opened(message: BusMessage): Promise<{ message: BusMessage; records: ShippedRecord[]; unfit?: string }> {
    try {
      return { message, records: await this.#open(message) };
    } catch (fault) {
      if (!(fault instanceof TerminalFault)) throw fault;
      return { message, records: [], unfit: fault.code };
    }
  }

  async #open(message: BusMessage): Promise<ShippedRecord[]> {
    const { keys, namespace, parties, sources } = this.options;
    const expected = sources.find(({ source }) => auditTopic(namespace, source) === message.topic);
    const { shipped, signedBy } = await openShipped(message.value, keys, (kid) =>
      parties.find((party) => party.signing.kid === kid),
    );
    if (!expected || signedBy !== expected.party || shipped.some(({ source }) => source !== expected.source))
      throw new TerminalFault('a record on the topic of another source', { code: 'wrong-source' });
    return shipped;
  }

  async #park(message: BusMessage, code: string): Promise<void> {
    const fingerprint = createHash('sha256').update(message.value).digest();
    await this.options.pool.query(
      'insert into oversight.parked (topic, fingerprint, value, code, parked_at) values ($1, $2, $3, $4, $5) on conflict do nothing',
      [message.topic, fingerprint, message.value, code, this.options.clock.now()],
    );
    this.options.alarm('AUDIT_RECORD_PARKED', { topic: message.topic, code });
  }
}
