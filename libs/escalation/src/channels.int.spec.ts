import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDesk, type Desk } from './desk.fixture.ts';
import { planRota, SECRET, trail } from './escalation.fixture.ts';
import { NO_CHANNELS } from './notices/settings.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const alphabetically = (names: (string | undefined)[]) =>
  names.toSorted((one = '', other = '') => one.localeCompare(other));

describe('a channel', () => {
  it('that is down is said aloud, the next person is called at once, and it all arrives when it is up', async () => {
    await planRota(desk.agency);
    await desk.restart({ pager: null });
    desk.mails.refuse(true);
    const itemId = await desk.came();
    await desk.inMinutes(0);
    expect(await trail(desk.agency, itemId)).toEqual([
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
    expect(desk.alarms.filter((alarm) => alarm === 'NOTICE_NOT_SENT email channel-failed')).toHaveLength(4);
    expect(await desk.audited()).toContain('notice-failed email channel-failed');
    desk.mails.refuse(false);
    await desk.inMinutes(1);
    expect(alphabetically(desk.to())).toEqual(['aidos', 'chief', 'head', 'nurzhan']);
    const sent = (await desk.audited()).filter((event) => event === 'notice-sent email');
    expect(sent).toHaveLength(4);
  });

  it('that is not configured is said aloud, and the person is told another way', async () => {
    await planRota(desk.agency);
    await desk.restart({ smtpUrl: null });
    const itemId = await desk.came();
    await desk.inMinutes(0);
    expect(desk.pager.calls).toHaveLength(1);
    expect(desk.alarms).toEqual(['NOTICE_NOT_SENT email channel-not-configured']);
    expect(await desk.audited()).toContain('notice-failed email channel-not-configured');
    expect(await trail(desk.agency, itemId)).toEqual(['AcknowledgementClockStarted', 'duty']);
  });

  it('none at all: the whole line is called at once, and nobody can say he was not told why', async () => {
    await planRota(desk.agency);
    await desk.restart(NO_CHANNELS);
    desk.escalation.start();
    await desk.escalation.stop();
    expect(desk.alarms).toEqual(['CHANNEL_NOT_CONFIGURED email', 'CHANNEL_NOT_CONFIGURED pager']);
    const itemId = await desk.came();
    await desk.inMinutes(0);
    expect(await trail(desk.agency, itemId)).toContain('further-above');
  });

  it('the pager, dead, holds no e-mail: not the one beside it, not those behind it', async () => {
    await planRota(desk.agency);
    desk.pager.answer(500);
    await Promise.all(Array.from({ length: 8 }, () => desk.came()));
    await desk.inMinutes(0);
    expect(desk.mails.mails).toHaveLength(8);
    await desk.inMinutes(1);
    // It rests after five failures in a row: not every notice was tried.
    expect(desk.pager.calls.length).toBeLessThan(10);
    const { rows } = await desk.agency.pool.query(
      `select 1 from escalation.notice where channel = 'pager' and sent_at is null`,
    );
    expect(rows).toHaveLength(8);
  });

  it('the pager follows no redirect', async () => {
    await planRota(desk.agency);
    desk.pager.answer(302, { location: `${desk.pager.url}/elsewhere` });
    await desk.came();
    await desk.inMinutes(0);
    expect(desk.pager.calls.map(({ path }) => path)).toEqual(['/page']);
    expect(await desk.audited()).toContain('notice-failed pager channel-failed');
  });

  it('the pager gets what it can check: signed, timed, and the same id each time', async () => {
    await planRota(desk.agency);
    desk.pager.answer(503);
    await desk.came();
    await desk.inMinutes(0);
    desk.pager.answer(204);
    await desk.inMinutes(1);
    const [first, second] = desk.pager.calls.map(({ headers, body }) => ({
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
