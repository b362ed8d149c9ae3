import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDesk, type Desk } from './desk.fixture.ts';
import { planRota, trail, write } from './escalation.fixture.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

describe('nothing stands in the way (ruling 1)', () => {
  it('an event that cannot be understood is said aloud, and the item behind it has its clock', async () => {
    await planRota(desk.agency);
    await write(desk.agency, 'item-broken', { type: 'ItemBroken', data: {} });
    const itemId = await desk.came();
    await desk.inMinutes(0);
    expect(await trail(desk.agency, itemId)).toEqual(['AcknowledgementClockStarted', 'duty']);
    expect(desk.alarms).toContain('CLOCK_NOT_UNDERSTOOD ItemBroken');
  });

  it('a clock that cannot be decided rests, said aloud, while the others go on', async () => {
    await planRota(desk.agency);
    const [broken, other] = [await desk.came(), await desk.came({ urgency: 'ROUTINE', within: 'P3D' })];
    await write(desk.agency, `acknowledgement-clock-${broken}`, { type: 'FromTheFuture', data: {} });
    await desk.inMinutes(0);
    expect(await trail(desk.agency, other)).toEqual(['AcknowledgementClockStarted', 'duty']);
    expect(desk.alarms).toContain('CLOCK_NOT_DECIDED');
  });

  it('what is immediate goes first, whatever waited longer', async () => {
    await planRota(desk.agency);
    for (let waiting = 0; waiting < 6; waiting += 1) await desk.came({ urgency: 'ROUTINE', within: 'P3D' });
    const immediate = await desk.came();
    await desk.inMinutes(0);
    const { rows } = await desk.agency.pool.query<{ item: string }>(
      `select data ->> 'itemId' as item from store.events where type = 'DutyHolderCalled' order by transaction_id, sequence`,
    );
    expect(rows).toHaveLength(7);
    expect(rows[0]?.item).toBe(immediate);
    expect(desk.mails.mails[0]?.raw).toContain('IMMEDIATE: an item awaits you');
  });

  it('without a rota nobody is called, and that is said aloud and escalated all the same', async () => {
    const itemId = await desk.came();
    await desk.inMinutes(16);
    expect(await trail(desk.agency, itemId)).toEqual([
      'AcknowledgementClockStarted',
      'NobodyToCall',
      'NobodyToCall',
      'NobodyToCall',
      'NobodyToCall',
      'IntelligenceAlertEscalated',
      'NobodyToCall',
    ]);
    expect(desk.alarms.filter((alarm) => alarm.startsWith('NOBODY_ON_DUTY'))).toHaveLength(5);
    expect(await desk.audited()).toContain('nobody-on-duty duty');
  });
});
