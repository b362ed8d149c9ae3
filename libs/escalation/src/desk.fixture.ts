// A desk with its rota's service, mail server and pager, at noon, for the specs about what reaches its people.
import { HeldClock } from '@gatehouse/service-kit/clock';
import type { Agency } from '@gatehouse/sharing';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import {
  escalationOf,
  itemCame,
  mailbox,
  openTestAgency,
  pagerService,
  SECRET,
  settle,
  trail,
  type Came,
  type Mailbox,
  type PagerService,
} from './escalation.fixture.ts';
import type { Escalation } from './escalation.ts';
import { NO_CHANNELS, type NoticeSettings } from './notices/settings.ts';

export const NOON = '2026-11-23T12:00:00.000Z';
const MINUTE = 60_000;

export class Desk {
  readonly clock: HeldClock;
  escalation: Escalation;

  constructor(
    readonly database: FreshDatabase,
    readonly agency: Agency,
    readonly alarms: string[],
    readonly mails: Mailbox,
    readonly pager: PagerService,
  ) {
    this.clock = agency.clock as HeldClock;
    this.escalation = escalationOf(agency, this.settings);
  }

  get settings(): NoticeSettings {
    return { ...NO_CHANNELS, smtpUrl: this.mails.url, pager: { url: this.pager.url, secret: SECRET } };
  }

  /** The same service with other settings. */
  async restart(change: Partial<NoticeSettings>): Promise<void> {
    await this.escalation.stop();
    this.escalation = escalationOf(this.agency, { ...this.settings, ...change });
  }

  /** An item came, and its clock has begun: other suites' open transactions may hold the reader back for a while. */
  async came(change: Partial<Came> = {}): Promise<string> {
    const itemId = await itemCame(this.agency, change);
    await eventually(async () => {
      await this.escalation.follower.runOnce();
      if ((await trail(this.agency, itemId)).length === 0) throw new Error('the clock has not begun');
    });
    return itemId;
  }

  /** So many minutes after noon everything that is due is done. */
  async inMinutes(minutes: number): Promise<void> {
    this.clock.set(new Date(Date.parse(NOON) + minutes * MINUTE));
    await settle(this.escalation);
  }

  /** Who got the mails, in order. */
  to(): string[] {
    return this.mails.mails.map(({ to: [address = ''] }) => address.split('@')[0] ?? '');
  }

  /** Event, action and reason of each audit row about clocks and notices, oldest first. */
  async audited(): Promise<string[]> {
    const { rows } = await this.agency.pool.query<{ record: string }>(
      'select record from audit.record order by transaction_id, sequence',
    );
    return rows
      .map(({ record }) => JSON.parse(record) as { event: string; action: string; decision: { reason: string } | null })
      .filter(({ event }) => !['command-accepted', 'read'].includes(event))
      .map(({ event, action, decision }) => [event, action, ...(decision ? [decision.reason] : [])].join(' '));
  }

  async close(): Promise<void> {
    await this.escalation.stop();
    await this.agency.pool.end();
    await Promise.all([this.mails.stop(), this.pager.stop()]);
    await this.database.drop();
  }
}

export const openDesk = async (): Promise<Desk> => {
  const database = await freshDatabase('escalation');
  const alarms: string[] = [];
  const agency = await openTestAgency(database.url, new HeldClock(NOON), alarms);
  const [mails, pager] = await Promise.all([mailbox(), pagerService()]);
  return new Desk(database, agency, alarms, mails, pager);
};
