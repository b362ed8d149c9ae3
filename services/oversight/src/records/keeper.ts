// The keep hop. Promise: each record of a source is kept once for its number. The same number with another content is
// never accepted and never passed over in silence: it is parked with its reason, and an alarm is raised.
import { createHash } from 'node:crypto';
import { auditTopic, entryHashOf, openShipped, type AuditRecord, type ShippedRecord } from '@gatehouse/audit-trail';
import { canonicalJson, type PartyKeys, type PublicPartyKeys } from '@gatehouse/crypto';
import type { BusMessage } from '@gatehouse/event-bus';
import { inTransaction } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import type { Clock } from '@gatehouse/service-kit/clock';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';

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

  /** One message, at least once. Resolves when the record, or its parking, is durable. */
  async receive(message: BusMessage): Promise<void> {
    try {
      await this.keep(await this.#open(message));
    } catch (fault) {
      if (!(fault instanceof TerminalFault)) throw fault;
      await this.#park(message, fault.code);
    }
  }

  /**
   * Keeps one record; keeping it again does nothing.
   * @throws TerminalFault 'malformed'; 'record-differs' when its number or id was kept with another content
   */
  async keep(shipped: ShippedRecord): Promise<void> {
    const { recordId, subjects, act } = read(shipped);
    const salt = Buffer.from(shipped.salt, 'base64url');
    const entryHash = entryHashOf(shipped.record, salt);
    await inTransaction(this.options.pool, async (client) => {
      const { rows } = await client.query<{ arrival: string }>(
        `insert into oversight.kept
           (source, number, record_id, record, salt, entry_hash, kept_at, agency, person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning arrival`,
        [
          shipped.source,
          shipped.number,
          recordId,
          shipped.record,
          salt,
          entryHash,
          this.options.clock.now(),
          act.agency,
          act.person,
          act.at,
        ],
      );
      const [kept] = rows;
      if (!kept) return this.#mustBeTheSame(client, shipped, entryHash);
      await client.query(
        'insert into oversight.about (subject, arrival) select distinct subject, $2::bigint from unnest($1::text[]) as subject',
        [subjects, kept.arrival],
      );
      failpoint('keep.before-commit');
    });
    failpoint('keep.after-commit');
  }

  async #mustBeTheSame(client: pg.ClientBase, { source, number }: ShippedRecord, entryHash: Buffer): Promise<void> {
    const { rows } = await client.query<{ entry_hash: Buffer }>(
      'select entry_hash from oversight.kept where source = $1 and number = $2',
      [source, number],
    );
    if (!rows[0]?.entry_hash.equals(entryHash))
      throw new TerminalFault('this number or id was kept with another content', { code: 'record-differs' });
  }

  async #open(message: BusMessage): Promise<ShippedRecord> {
    const { keys, namespace, parties, sources } = this.options;
    const expected = sources.find(({ source }) => auditTopic(namespace, source) === message.topic);
    const { shipped, signedBy } = await openShipped(message.value, keys, (kid) =>
      parties.find((party) => party.signing.kid === kid),
    );
    if (shipped.source !== expected?.source || signedBy !== expected.party)
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

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Who acted and when, as far as the record names it in a form that can be asked for. */
interface Act {
  agency: string | null;
  person: string | null;
  /** '-infinity' where it is no time: no question without a beginning misses the record */
  at: Date | '-infinity';
}

const read = ({ source, record }: ShippedRecord): Pick<AuditRecord, 'recordId' | 'subjects'> & { act: Act } => {
  const parsed = parse(record) as Partial<AuditRecord> | null;
  const subjects = parsed?.subjects;
  const known = typeof parsed?.recordId === 'string' && UUID.test(parsed.recordId) && Array.isArray(subjects);
  if (
    !known ||
    parsed.source !== source ||
    !subjects.every((subject) => typeof subject === 'string') ||
    canonicalJson(parsed) !== record
  )
    throw new TerminalFault('not the canonical text of an audit record of its source', { code: 'malformed' });
  return { recordId: parsed.recordId ?? '', subjects, act: actOf(parsed) };
};

const actOf = ({ actor, at }: Partial<AuditRecord>): Act => {
  const name = (text: unknown): string | null => (typeof text === 'string' && !text.includes('\0') ? text : null);
  const time = new Date(typeof at === 'string' ? at : '');
  return {
    agency: name(actor?.agency),
    person: name(actor?.person),
    at: Number.isNaN(time.getTime()) ? '-infinity' : time,
  };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
