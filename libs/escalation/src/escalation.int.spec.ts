import { createHmac } from 'node:crypto';
import { inTransaction } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import type { Agency } from '@gatehouse/sharing';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { begun } from './begun.fixture.ts';
import {
  acknowledge,
  escalationOf,
  itemCame,
  mailbox,
  openTestAgency,
  pagerService,
  planRota,
  SECRET,
  settle,
  trail,
  write,
  type Mailbox,
  type PagerService,
} from './escalation.fixture.ts';
import type { Escalation } from './escalation.ts';
import { NO_CHANNELS, type NoticeSettings } from './notices/settings.ts';

const NOON = '2026-11-23T12:00:00.000Z';
const MINUTE = 60_000;

let database: FreshDatabase;
let clock: HeldClock;
let alarms: string[];
let agency: Agency;
let mails: Mailbox;
let pager: PagerService;
let settings: NoticeSettings;
let escalation: Escalation;

beforeEach(async () => {
  database = await freshDatabase('escalation');
  clock = new HeldClock(NOON);
  alarms = [];
  agency = await openTestAgency(database.url, clock, alarms);
  [mails, pager] = await Promise.all([mailbox(), pagerService()]);
  settings = { ...NO_CHANNELS, smtpUrl: mails.url, pager: { url: pager.url, secret: SECRET } };
  escalation = escalationOf(agency, settings);
});
afterEach(async () => {
  await escalation.stop();
  await agency.pool.end();
  await Promise.all([mails.stop(), pager.stop()]);
  await database.drop();
});

const to = () => mails.mails.map(({ to: [address] }) => address?.split('@')[0]);
const audited = async () => {
  const { rows } = await agency.pool.query<{ record: string }>(
    'select record from audit.record order by transaction_id, sequence',
  );
  return rows
    .map(({ record }) => JSON.parse(record) as { event: string; action: string; decision: { reason: string } | null })
    .filter(({ event }) => !['command-accepted', 'read'].includes(event))
    .map(({ event, action, decision }) => [event, action, ...(decision ? [decision.reason] : [])].join(' '));
};
const came = async (change: Parameters<typeof itemCame>[1] = {}) => {
  const itemId = await itemCame(agency, change);
  await begun(agency, escalation, itemId);
  return itemId;
};
const inMinutes = async (minutes: number) => {
  clock.set(new Date(Date.parse(NOON) + minutes * MINUTE));
  await settle(escalation);
};

const alphabetically = (names: (string | undefined)[]) =>
  names.toSorted((one = '', other = '') => one.localeCompare(other));

describe('an item that has to be acknowledged in a quarter of an hour', () => {
  it('reaches the duty at once, goes up the line, and is escalated once', async () => {
    await planRota(agency);
    const itemId = await came();
    await inMinutes(0);
    expect([to(), pager.calls.length]).toEqual([['aidos'], 1]);
    await inMinutes(4);
    await inMinutes(8);
    await inMinutes(12);
    expect(to()).toEqual(['aidos', 'nurzhan', 'head', 'chief']);
    await inMinutes(15.1);
    await inMinutes(15.2);
    expect(await trail(agency, itemId)).toEqual([
      'AcknowledgementClockStarted',
      'duty',
      'deputies',
      'first-above',
      'further-above',
      'IntelligenceAlertEscalated',
      'everybody',
    ]);
    expect(alphabetically(to().slice(4))).toEqual(['aidos', 'chief', 'head', 'nurzhan']);
    expect(alarms).toEqual(['ACKNOWLEDGEMENT_OVERDUE ']);
    const events = await audited();
    expect(events.filter((event) => event.startsWith('escalated'))).toEqual(['escalated IntelligenceAlertEscalated']);
    expect(events.filter((event) => event.startsWith('duty-called'))).toHaveLength(5);
    expect(events.filter((event) => event.startsWith('notice-sent'))).toHaveLength(
      mails.mails.length + pager.calls.length,
    );
  });

  it('is left alone once somebody has acknowledged; what was not sent yet is not sent', async () => {
    await planRota(agency);
    const itemId = await came();
    await escalation.due.runOnce();
    await acknowledge(agency, itemId);
    await eventually(async () => {
      await escalation.follower.runOnce();
      expect(await trail(agency, itemId)).toContain('AcknowledgementClockStopped');
    });
    await inMinutes(60);
    expect(await trail(agency, itemId)).toEqual(['AcknowledgementClockStarted', 'duty', 'AcknowledgementClockStopped']);
    expect(mails.mails).toEqual([]);
    const { rows } = await agency.pool.query('select 1 from escalation.notice where address is not null');
    expect(rows).toEqual([]);
  });

  it('acknowledged at the very instant of the deadline is not escalated, though nobody has read that yet', async () => {
    await planRota(agency);
    const itemId = await came();
    await inMinutes(15);
    await acknowledge(agency, itemId);
    await inMinutes(15.001);
    expect(await trail(agency, itemId)).toEqual([
      'AcknowledgementClockStarted',
      'duty',
      'deputies',
      'first-above',
      'further-above',
      'AcknowledgementClockStopped',
    ]);
  });

  it('whose acknowledgement is under way is waited for', async () => {
    await planRota(agency);
    const itemId = await came();
    await inMinutes(15);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let written = (): void => undefined;
    const underWay = new Promise<void>((resolve) => (written = resolve));
    const acknowledging = inTransaction(agency.pool, async (client) => {
      await client.query('update store.streams set last_transaction_id = pg_current_xact_id() where stream_id = $1', [
        `item-${itemId}`,
      ]);
      written();
      await held;
    });
    await underWay;
    clock.advance(1);
    const deciding = escalation.due.runOnce();
    expect(await Promise.race([deciding, acknowledgedSoon(acknowledging, release)])).toBe('acknowledged first');
    expect(await deciding).toBe(1);
  });
});

const acknowledgedSoon = async (acknowledging: Promise<void>, release: () => void): Promise<string> => {
  // Whoever decides waits for a lock by now, or has not asked for it yet: in neither case may it end before the other.
  await eventually(async () => {
    const { rows } = await database.pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(rows.length).toBeGreaterThan(0);
  });
  release();
  await acknowledging;
  return 'acknowledged first';
};

describe('time', () => {
  it('set backwards repeats nothing and loses nothing', async () => {
    await planRota(agency);
    const itemId = await came();
    await inMinutes(4);
    await inMinutes(-120);
    expect(await trail(agency, itemId)).toEqual(['AcknowledgementClockStarted', 'duty', 'deputies']);
    await inMinutes(8);
    expect(await trail(agency, itemId)).toEqual(['AcknowledgementClockStarted', 'duty', 'deputies', 'first-above']);
  });

  it('does not matter to two processes at once: each step happens once, each notice goes out once', async () => {
    await planRota(agency);
    const items = await Promise.all([came(), came(), came()]);
    const other = await openTestAgency(database.url, clock);
    const beside = escalationOf(other, settings);
    for (const minutes of [0, 4, 8, 12, 15.1]) {
      clock.set(new Date(Date.parse(NOON) + minutes * MINUTE));
      await Promise.all([settle(escalation), settle(beside), escalation.follower.runOnce(), beside.follower.runOnce()]);
    }
    await Promise.all([settle(escalation), settle(beside)]);
    for (const itemId of items)
      expect(await trail(agency, itemId)).toEqual([
        'AcknowledgementClockStarted',
        'duty',
        'deputies',
        'first-above',
        'further-above',
        'IntelligenceAlertEscalated',
        'everybody',
      ]);
    expect(mails.mails).toHaveLength(items.length * 8);
    expect(new Set(mails.mails.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1])).size).toBe(items.length * 8);
    await beside.stop();
    await other.pool.end();
  });
});

describe('a channel', () => {
  it('that is down is said aloud, the next person is called at once, and it all arrives when it is up', async () => {
    await planRota(agency);
    settings = { ...settings, pager: null };
    await escalation.stop();
    escalation = escalationOf(agency, settings);
    mails.refuse(true);
    const itemId = await came();
    await inMinutes(0);
    expect(await trail(agency, itemId)).toEqual([
      'AcknowledgementClockStarted',
      'duty',
      'CallUndelivered',
      'deputies',
      'CallUndelivered',
      'first-above',
      'CallUndelivered',
      'further-above',
      'CallUndelivered',
    ]);
    expect(alarms.filter((alarm) => alarm === 'NOTICE_NOT_SENT email channel-failed')).toHaveLength(4);
    expect(await audited()).toContain('notice-failed email channel-failed');
    mails.refuse(false);
    await inMinutes(1);
    expect(alphabetically(to())).toEqual(['aidos', 'chief', 'head', 'nurzhan']);
    const sent = (await audited()).filter((event) => event === 'notice-sent email');
    expect(sent).toHaveLength(4);
  });

  it('that is not configured is said aloud, and the person is told another way', async () => {
    await planRota(agency);
    await escalation.stop();
    escalation = escalationOf(agency, { ...settings, smtpUrl: null });
    const itemId = await came();
    await inMinutes(0);
    expect(pager.calls).toHaveLength(1);
    expect(alarms).toEqual(['NOTICE_NOT_SENT email channel-not-configured']);
    expect(await audited()).toContain('notice-failed email channel-not-configured');
    expect(await trail(agency, itemId)).toEqual(['AcknowledgementClockStarted', 'duty']);
  });

  it('none at all: the whole line is called at once, and nobody can say he was not told why', async () => {
    await planRota(agency);
    await escalation.stop();
    escalation = escalationOf(agency, NO_CHANNELS);
    escalation.start();
    await escalation.stop();
    expect(alarms).toEqual(['CHANNEL_NOT_CONFIGURED email', 'CHANNEL_NOT_CONFIGURED pager']);
    const itemId = await came();
    await inMinutes(0);
    expect(await trail(agency, itemId)).toContain('further-above');
  });

  it('the pager, dead, holds no e-mail: not the one beside it, not those behind it', async () => {
    await planRota(agency);
    pager.answer(500);
    await Promise.all(Array.from({ length: 8 }, () => came()));
    await inMinutes(0);
    expect(mails.mails).toHaveLength(8);
    await inMinutes(1);
    // It rests after five failures in a row: not every notice was tried.
    expect(pager.calls.length).toBeLessThan(10);
    const { rows } = await agency.pool.query(
      `select 1 from escalation.notice where channel = 'pager' and sent_at is null`,
    );
    expect(rows).toHaveLength(8);
  });

  it('the pager follows no redirect', async () => {
    await planRota(agency);
    pager.answer(302, { location: `${pager.url}/elsewhere` });
    await came();
    await inMinutes(0);
    expect(pager.calls.map(({ path }) => path)).toEqual(['/page']);
    expect(await audited()).toContain('notice-failed pager channel-failed');
  });

  it('the pager gets what it can check: signed, timed, and the same id each time', async () => {
    await planRota(agency);
    pager.answer(503);
    await came();
    await inMinutes(0);
    pager.answer(204);
    await inMinutes(1);
    const [first, second] = pager.calls.map(({ headers, body }) => ({
      id: headers['webhook-id'],
      timestamp: headers['webhook-timestamp'],
      signature: headers['webhook-signature'],
      body,
    }));
    expect(second?.id).toBe(first?.id);
    const signed = `${second?.id}.${second?.timestamp}.${second?.body}`;
    const expected = createHmac('sha256', Buffer.from(SECRET, 'base64')).update(signed).digest('base64');
    expect(second?.signature).toBe(`v1,${expected}`);
    expect(JSON.parse(second?.body ?? '')).toEqual({
      notice: second?.id,
      to: 'desk-1',
      urgency: 'IMMEDIATE',
      acknowledgeBy: '2026-11-23T12:15:00.000Z',
      title: 'IMMEDIATE: an item awaits you',
      text: "There is an item of urgency IMMEDIATE in your service's inbox. Acknowledge it by 2026-11-23 12:15 UTC: https://gatehouse.example/police-liaison",
    });
  });
});

describe('nothing stands in the way (ruling 1)', () => {
  it('an event that cannot be understood is said aloud, and the item behind it has its clock', async () => {
    await planRota(agency);
    await write(agency, 'item-broken', { type: 'ItemBroken', data: {} });
    const itemId = await came();
    await inMinutes(0);
    expect(await trail(agency, itemId)).toEqual(['AcknowledgementClockStarted', 'duty']);
    expect(alarms).toContain('CLOCK_NOT_UNDERSTOOD ItemBroken');
  });

  it('a clock that cannot be decided rests, said aloud, while the others go on', async () => {
    await planRota(agency);
    const [broken, other] = [await came(), await came({ urgency: 'ROUTINE', within: 'P3D' })];
    await write(agency, `acknowledgement-clock-${broken}`, { type: 'FromTheFuture', data: {} });
    await inMinutes(0);
    expect(await trail(agency, other)).toEqual(['AcknowledgementClockStarted', 'duty']);
    expect(alarms).toContain('CLOCK_NOT_DECIDED');
  });

  it('what is immediate goes first, whatever waited longer', async () => {
    await planRota(agency);
    for (let waiting = 0; waiting < 6; waiting += 1) await came({ urgency: 'ROUTINE', within: 'P3D' });
    const immediate = await came();
    await inMinutes(0);
    const { rows } = await agency.pool.query<{ item: string }>(
      `select data ->> 'itemId' as item from store.events where type = 'DutyHolderCalled' order by transaction_id, sequence`,
    );
    expect(rows).toHaveLength(7);
    expect(rows[0]?.item).toBe(immediate);
    expect(mails.mails[0]?.raw).toContain('IMMEDIATE: an item awaits you');
  });

  it('without a rota nobody is called, and that is said aloud and escalated all the same', async () => {
    const itemId = await came();
    await inMinutes(16);
    expect(await trail(agency, itemId)).toEqual([
      'AcknowledgementClockStarted',
      'NobodyToCall',
      'NobodyToCall',
      'NobodyToCall',
      'NobodyToCall',
      'IntelligenceAlertEscalated',
      'NobodyToCall',
    ]);
    expect(alarms.filter((alarm) => alarm.startsWith('NOBODY_ON_DUTY'))).toHaveLength(5);
    expect(await audited()).toContain('nobody-on-duty duty');
  });
});
