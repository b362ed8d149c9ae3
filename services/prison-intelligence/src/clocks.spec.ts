// Which clock the prison service's own notice of an emergency access runs against, beside those of what it sends else.
import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@gatehouse/event-store';
import { toClock } from './clocks.ts';

const meant = (type: string, data: object) => toClock({ type, data } as unknown as RecordedEvent);
const NOTICE = 'prison-intelligence.emergency-access.v1';
const about = { itemId: 'item-1', recipient: 'kz-police' };
const decided = (product: string, obligations: string[] = [], dueWithin: string | null = null) =>
  meant('DisclosureDecided', { ...about, product, released: true, held: false, delivery: { obligations }, dueWithin });

describe('the notice of an emergency access', () => {
  it('is to be at the police within a minute', () =>
    expect(decided(NOTICE, ['ACK_15M'])).toMatchObject({
      cause: 'released',
      ...about,
      product: NOTICE,
      within: 'PT1M',
    }));

  it('is over with the receipt of its arrival, which ends no clock about anything else', () =>
    expect(meant('DisclosureDelivered', { ...about, at: '2026-11-22T21:10:30Z' })).toMatchObject({
      cause: 'acknowledged',
      product: NOTICE,
    }));
});

it('what else is disclosed has the period of its agreement', () =>
  expect(decided('prison-intelligence.intelligence-report.v1', ['ACK_24H'])).toMatchObject({ within: 'PT24H' }));

describe('a correction', () => {
  const CORRECTION = 'prison-intelligence.correction.v1';

  it('is to be acknowledged within the period of its holder, whatever its own flow asks', () =>
    expect(decided(CORRECTION, ['ACK_72H'], 'PT24H')).toMatchObject({
      within: 'PT24H',
      overdueType: 'CorrectionOverdue',
    }));

  it('that left before anybody asked for that period has the one of then', () => {
    expect(decided(CORRECTION, ['ACK_72H'])).toMatchObject({ within: 'PT72H' });
    expect(decided(CORRECTION)).toMatchObject({ within: 'PT72H' });
  });
});
