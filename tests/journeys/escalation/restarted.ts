// One side of a disclosure with its rota, its clocks and its ways to people, closed and opened again between any two instants: what a
// service's restart does to them. Its HTTP and its bus are left out; the events are those they write.
import { randomUUID } from 'node:crypto';
import { loadProducts } from '@gatehouse/contracts';
import { generatePartyKeys, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import {
  editDutyRota,
  Escalation,
  escalationMigrations,
  type NoticeSettings,
  type ToClock,
} from '@gatehouse/escalation';
import {
  append,
  inTransaction,
  knowEvents,
  migrate,
  readStream,
  type DomainEvent,
  type EventTypes,
} from '@gatehouse/event-store';
import type { HeldClock } from '@gatehouse/service-kit/clock';
import { agencyMigrations, openAgency, type Agency } from '@gatehouse/sharing';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { expect } from '@jest/globals';

/** Other suites' transactions hold the readers of the same cluster back. */
const PATIENCE = { timeoutMs: 60_000 };

export interface SideOptions {
  service: string;
  party: string;
  toClock: ToClock;
  eventTypes: readonly EventTypes[];
  /** units of own posts: each has a rota of its own, its people named after it */
  unitOfPost?: Record<string, string>;
  clock: HeldClock;
  notices: NoticeSettings;
}

export class RestartedSide {
  readonly alarms: string[] = [];
  #written = 0;

  private constructor(
    private readonly options: SideOptions,
    private readonly database: FreshDatabase,
    private readonly keys: PartyKeys[],
  ) {}

  static async make(options: SideOptions): Promise<RestartedSide> {
    const keys = await Promise.all([options.party, 'policy'].map(generatePartyKeys));
    const database = await freshDatabase(options.service);
    knowEvents(database.pool, ...options.eventTypes);
    await migrate(database.pool, DATABASE.migrations);
    const side = new RestartedSide(options, database, keys);
    const units = [UNIT, ...Object.values(options.unitOfPost ?? {})];
    await side.#running(async (agency) => {
      for (const unit of units) await planRota(agency, options.clock, unit);
    });
    return side;
  }

  /** Writes what the service's hops would have written; each event in a transaction of its own. */
  async write(entries: [stream: string, event: DomainEvent][]): Promise<void> {
    await this.#running(async (agency) => {
      for (const [stream, event] of entries) await appended(agency, stream, event);
    });
    this.#written += entries.length;
  }

  /** Starts anew, does everything that is due and ends. */
  async restartAndWork(): Promise<void> {
    await this.#running(async (agency) => {
      const { toClock, unitOfPost, notices } = this.options;
      const escalation = new Escalation(agency, { toClock, dutyUnit: UNIT, unitOfPost, notices });
      await eventually(async () => {
        await escalation.follower.runOnce();
        expect(await this.#seen()).toBe(this.#written);
      }, PATIENCE);
      while ((await escalation.due.runOnce()) > 0);
      for (const sender of escalation.senders) while ((await sender.runOnce()) > 0);
      await escalation.stop();
    });
  }

  /** Types of the events in an item's clock, in order. */
  async trail(stream: string): Promise<string[]> {
    return (await readStream(this.database.pool, stream)).map(({ type }) => type);
  }

  async auditedCount(event: string): Promise<number> {
    const { rows } = await this.database.pool.query<{ n: number }>(
      `select count(*)::int as n from audit.record where record::json ->> 'event' = $1`,
      [event],
    );
    return rows[0]?.n ?? 0;
  }

  async end(): Promise<void> {
    await this.database.drop();
  }

  /** How many of the written events the follower has passed. */
  async #seen(): Promise<number> {
    const { rows } = await this.database.pool.query<{ n: number }>(
      `select count(*)::int as n from store.events e, escalation.position p
       where (e.transaction_id, e.sequence) <= (p.transaction_id::xid8, p.sequence::bigint)
         and e.stream_id not like 'acknowledgement-clock-%' and e.stream_id not like 'duty-rota-%'`,
    );
    return rows[0]?.n ?? 0;
  }

  async #running(work: (agency: Agency) => Promise<void>): Promise<void> {
    const { service, party, clock, eventTypes } = this.options;
    const [own, policy] = this.keys;
    const agency = await openAgency(
      {
        service,
        party,
        clock,
        namespace: 't',
        databaseUrl: this.database.url,
        eventTypes,
        itemKeys: this.database.itemKeys,
        newId: randomUUID,
        keys: own!,
        bundleKey: publicKeys(policy!).signing,
        signers: 'as-the-registry-says',
        products: loadProducts(),
        auditSubjectKey: Buffer.alloc(32, 7).toString('base64url'),
        auditKeeper: 'keeper',
        alarm: (name) => this.alarms.push(name),
      },
      DATABASE,
    );
    try {
      await work(agency);
    } finally {
      await agency.pool.end();
      agency.itemKeys?.close();
    }
  }
}

export const UNIT = 'desk';
const DATABASE = { migrations: [...agencyMigrations, escalationMigrations] };

const appended = (agency: Agency, stream: string, event: DomainEvent): Promise<unknown> =>
  inTransaction(agency.pool, async (client) => {
    const before = await readStream(client, stream);
    await append(client, stream, before.length, [event], {
      metadata: { correlationId: randomUUID() },
      recordedAt: agency.clock.now(),
    });
  });

const planRota = async (agency: Agency, clock: HeldClock, unit: string): Promise<void> => {
  const at = clock.now().toISOString();
  const until = new Date(clock.now().getTime() + 400 * 86_400_000).toISOString();
  const by = { unit, by: 'duty-manager', at };
  const asked = {
    caller: { person: 'duty-manager', agency: agency.party, unit, roles: ['duty-manager'] },
    purpose: 'PREVENT_SERIOUS_HARM',
    caseRef: null,
    correlationId: randomUUID(),
  };
  const prefix = unit === UNIT ? '' : `${unit}-`;
  const onCall = (post: string) => whoAnswers(`${prefix}${post}`);
  const whoAnswers = (person: string) => ({
    person,
    contacts: [
      { channel: 'email' as const, address: `${person}@${agency.party}.example` },
      { channel: 'pager' as const, address: person },
    ],
  });
  const duty = { dutyId: randomUUID(), holder: onCall('holder'), deputies: [onCall('deputy')], from: at, until };
  const posts = [
    { post: 'head', ...onCall('head') },
    { post: 'chief', ...onCall('chief') },
  ];
  await editDutyRota(agency, asked, { type: 'PlanDuty', data: { ...duty, ...by } });
  await editDutyRota(agency, asked, { type: 'SetLineAbove', data: { posts, ...by } });
};
