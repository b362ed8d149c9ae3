import { inTransaction } from '@gatehouse/event-store';
import { eventually } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NOON, openDesk, type Desk } from './desk.fixture.ts';
import { acknowledge, escalationOf, openTestAgency, planRota, settle, trail } from './escalation.fixture.ts';

const MINUTE = 60_000;

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const alphabetically = (names: (string | undefined)[]) =>
  names.toSorted((one = '', other = '') => one.localeCompare(other));

describe('an item that has to be acknowledged in a quarter of an hour', () => {
  it('reaches the duty at once, goes up the line, and is escalated once', async () => {
    await planRota(desk.agency);
    const itemId = await desk.came();
    await desk.inMinutes(0);
    expect([desk.to(), desk.pager.calls.length]).toEqual([['aidos'], 1]);
    await desk.inMinutes(4);
    await desk.inMinutes(8);
    await desk.inMinutes(12);
    expect(desk.to()).toEqual(['aidos', 'nurzhan', 'head', 'chief']);
    await desk.inMinutes(15.1);
    await desk.inMinutes(15.2);
    expect(await trail(desk.agency, itemId)).toEqual([
      'AcknowledgementClockStarted',
      'duty',
      'deputies',
      'first-above',
      'further-above',
      'IntelligenceAlertEscalated',
      'everybody',
    ]);
    expect(alphabetically(desk.to().slice(4))).toEqual(['aidos', 'chief', 'head', 'nurzhan']);
    expect(desk.alarms).toEqual(['ACKNOWLEDGEMENT_OVERDUE ']);
    const events = await desk.audited();
    expect(events.filter((event) => event.startsWith('escalated'))).toEqual(['escalated IntelligenceAlertEscalated']);
    expect(events.filter((event) => event.startsWith('duty-called'))).toHaveLength(5);
    expect(events.filter((event) => event.startsWith('notice-sent'))).toHaveLength(
      desk.mails.mails.length + desk.pager.calls.length,
    );
  });

  it('is left alone once somebody has acknowledged; what was not sent yet is not sent', async () => {
    await planRota(desk.agency);
    const itemId = await desk.came();
    await desk.escalation.due.runOnce();
    await acknowledge(desk.agency, itemId);
    await eventually(async () => {
      await desk.escalation.follower.runOnce();
      expect(await trail(desk.agency, itemId)).toContain('AcknowledgementClockStopped');
    });
    await desk.inMinutes(60);
    expect(await trail(desk.agency, itemId)).toEqual([
      'AcknowledgementClockStarted',
      'duty',
      'AcknowledgementClockStopped',
    ]);
    expect(desk.mails.mails).toEqual([]);
    const { rows } = await desk.agency.pool.query('select 1 from escalation.notice where address is not null');
    expect(rows).toEqual([]);
  });

  it('acknowledged at the very instant of the deadline is not escalated, though nobody has read that yet', async () => {
    await planRota(desk.agency);
    const itemId = await desk.came();
    await desk.inMinutes(15);
    await acknowledge(desk.agency, itemId);
    await desk.inMinutes(15.001);
    expect(await trail(desk.agency, itemId)).toEqual([
      'AcknowledgementClockStarted',
      'duty',
      'deputies',
      'first-above',
      'further-above',
      'AcknowledgementClockStopped',
    ]);
  });

  it('whose acknowledgement is under way is waited for', async () => {
    await planRota(desk.agency);
    const itemId = await desk.came();
    await desk.inMinutes(15);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let written = (): void => undefined;
    const underWay = new Promise<void>((resolve) => (written = resolve));
    const acknowledging = inTransaction(desk.agency.pool, async (client) => {
      await client.query('update store.streams set last_transaction_id = pg_current_xact_id() where stream_id = $1', [
        `item-${itemId}`,
      ]);
      written();
      await held;
    });
    await underWay;
    desk.clock.advance(1);
    const deciding = desk.escalation.due.runOnce();
    expect(await Promise.race([deciding, acknowledgedSoon(acknowledging, release)])).toBe('acknowledged first');
    expect(await deciding).toBe(1);
  });
});

const acknowledgedSoon = async (acknowledging: Promise<void>, release: () => void): Promise<string> => {
  // Whoever decides waits for a lock by now, or has not asked for it yet: in neither case may it end before the other.
  await eventually(async () => {
    const { rows } = await desk.database.pool.query(
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
    await planRota(desk.agency);
    const itemId = await desk.came();
    await desk.inMinutes(4);
    await desk.inMinutes(-120);
    expect(await trail(desk.agency, itemId)).toEqual(['AcknowledgementClockStarted', 'duty', 'deputies']);
    await desk.inMinutes(8);
    expect(await trail(desk.agency, itemId)).toEqual([
      'AcknowledgementClockStarted',
      'duty',
      'deputies',
      'first-above',
    ]);
  });

  it('does not matter to two processes at once: each step happens once, each notice goes out once', async () => {
    await planRota(desk.agency);
    const items = await Promise.all([desk.came(), desk.came(), desk.came()]);
    const other = await openTestAgency(desk.database.url, desk.clock);
    const beside = escalationOf(other, desk.settings);
    for (const minutes of [0, 4, 8, 12, 15.1]) {
      desk.clock.set(new Date(Date.parse(NOON) + minutes * MINUTE));
      await Promise.all([
        settle(desk.escalation),
        settle(beside),
        desk.escalation.follower.runOnce(),
        beside.follower.runOnce(),
      ]);
    }
    await Promise.all([settle(desk.escalation), settle(beside)]);
    for (const itemId of items)
      expect(await trail(desk.agency, itemId)).toEqual([
        'AcknowledgementClockStarted',
        'duty',
        'deputies',
        'first-above',
        'further-above',
        'IntelligenceAlertEscalated',
        'everybody',
      ]);
    expect(desk.mails.mails).toHaveLength(items.length * 8);
    expect(new Set(desk.mails.mails.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1])).size).toBe(
      items.length * 8,
    );
    await beside.stop();
    await other.pool.end();
  });
});
