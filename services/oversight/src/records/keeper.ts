// The keep hop. Promise: each record of a source is kept once for its number. The same number with another content is
// never accepted and never passed over in silence: it is parked with its reason, and an alarm is raised.
import { createHash } from 'node:crypto';
import { auditTopic, openShipped, type ShippedRecord } from '@gatehouse/audit-trail';
import type { PartyKeys, PublicPartyKeys } from '@gatehouse/crypto';
import type { BusMessage } from '@gatehouse/event-bus';
import { inTransaction } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import type { Clock } from '@gatehouse/service-kit/clock';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { insertAbout, insertKept, keptRow, mustBeTheSame } from './keeping.ts';

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

  /** One message, at least once. Resolves when every record of it, or its parking, is durable. */
  async receive(message: BusMessage): Promise<void> {
    try {
      await this.#keepEach(await this.#open(message));
    } catch (fault) {
      if (!(fault instanceof TerminalFault)) throw fault;
      await this.#park(message, fault.code);
    }
  }

  /**
   * Keeps one record; keeping it again does nothing.
   * @throws TerminalFault 'malformed'; 'record-differs' when its number or id was kept with another content
   */
  keep(shipped: ShippedRecord): Promise<void> {
    return this.#keepAll([shipped]);
  }

  /** All of a message; where one of them cannot be kept, the others are, and then it is said. */
  async #keepEach(shipped: ShippedRecord[]): Promise<void> {
    try {
      return await this.#keepAll(shipped);
    } catch (fault) {
      if (!(fault instanceof TerminalFault) || shipped.length === 1) throw fault;
    }
    const refused: TerminalFault[] = [];
    for (const one of shipped)
      await this.#keepAll([one]).catch((fault: unknown) => {
        if (!(fault instanceof TerminalFault)) throw fault;
        refused.push(fault);
      });
    if (refused[0]) throw refused[0];
  }

  async #keepAll(shipped: ShippedRecord[]): Promise<void> {
    const rows = shipped.map((one) => keptRow(one));
    await inTransaction(this.options.pool, async (client) => {
      const arrived = await insertKept(client, rows, this.options.clock.now());
      if (arrived.size < rows.length) await mustBeTheSame(client, rows);
      await insertAbout(client, rows, arrived);
      failpoint('keep.before-commit');
    });
    failpoint('keep.after-commit');
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
