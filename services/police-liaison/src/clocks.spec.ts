// Which clock the notice of an emergency access runs against, and what stops it.
import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@gatehouse/event-store';
import { toClock } from './clocks.ts';

const meant = (type: string, data: object) => toClock({ type, data } as unknown as RecordedEvent);
const PRISON = 'kz-prison-service';
const about = { itemId: 'access-1', recipient: PRISON };
const decided = (product: string, outcome: object) => meant('DisclosureDecided', { ...about, product, ...outcome });

describe('the notice of an emergency access', () => {
  const notice = 'police-liaison.emergency-access.v1';

  it('is to be at its originator within a minute, also where it is held back', () => {
    const minute = { cause: 'released', itemId: 'access-1', recipient: PRISON, within: 'PT1M' };
    expect(decided(notice, { released: true, held: false })).toMatchObject(minute);
    expect(decided(notice, { released: false, held: true })).toMatchObject(minute);
  });

  it('is to be there as soon as clause 19 says', () =>
    expect(decided(notice, { released: true, held: false, dueWithin: 'PT15M' })).toMatchObject({ within: 'PT15M' }));

  it('has no clock for whom it was withheld from, and nothing else of ours has one', () => {
    expect(decided(notice, { released: false, held: false })).toBeNull();
    expect(decided('police-liaison.item-feedback.v1', { released: true, held: false })).toBeNull();
  });

  it('is over with the signed receipt of its arrival', () =>
    expect(meant('DisclosureDelivered', { ...about, at: '2026-11-22T21:10:30Z' })).toMatchObject({
      cause: 'acknowledged',
      ...about,
    }));
});
