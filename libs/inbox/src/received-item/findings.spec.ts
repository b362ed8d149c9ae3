import { describe, expect, it } from '@jest/globals';
import { asCorrected } from './as-corrected.ts';
import { findingsNow } from './findings.ts';
import { basisChanged, cleared, corrected, envelope, ITEM, received } from './item.fixture.ts';
import { itemClock } from './item-clock.ts';
import { receivedFacts } from './received-facts.ts';
import { receivedItemDecider, type ReceivedItem } from './received-item.decider.ts';
import type { Findings, ReceivedItemEvent } from './received-item.events.ts';
import { standingOf, stateOf } from './standing.ts';
import type { Envelope, Provenance } from '@gatehouse/sharing';

const after = (...events: ReceivedItemEvent[]): ReceivedItem =>
  events.reduce(receivedItemDecider.evolve, receivedItemDecider.initial());
const set = (...findings: string[]): Findings => ({ set: findings, lifted: [] });
const lifted = (...findings: string[]): Findings => ({ set: [], lifted: findings });
const contested = corrected({ what: 'FACT', effect: 'RESTRICT', grades: [], findings: set('ACCURACY_CONTESTED') });

describe('a finding', () => {
  it('holds until it is lifted, whatever comes first', () => {
    const settled = corrected({ noticeId: 'later', sequence: 3, grades: [], findings: lifted('ACCURACY_CONTESTED') });
    expect(findingsNow(after(received(), contested))).toEqual(['ACCURACY_CONTESTED']);
    expect(findingsNow(after(settled, contested, received()))).toEqual([]);
  });

  it('of another name stays beside it', () => {
    const helps = corrected({ sequence: 3, grades: [], findings: set('MAY_HELP_DEFENCE') });
    expect(findingsNow(after(received(), contested, helps))).toEqual(['ACCURACY_CONTESTED', 'MAY_HELP_DEFENCE']);
  });

  it('of somebody else than the originator is none', () => {
    const other = { ...contested, data: { ...contested.data, originator: 'kz-police' } };
    expect(findingsNow(after(received(), other))).toEqual([]);
  });

  it('about one of two parts holds as long as one of them has it', () => {
    const part = (basis: string, sequence: number, findings = set('ACCURACY_CONTESTED')) =>
      basisChanged({ itemId: ITEM, basis, sequence, findings });
    const both = [received(), part('part-1', 2), part('part-2', 2)];
    expect(findingsNow(after(...both, part('part-1', 3, lifted('ACCURACY_CONTESTED'))))).toEqual([
      'ACCURACY_CONTESTED',
    ]);
    const none = [part('part-1', 3, lifted('ACCURACY_CONTESTED')), part('part-2', 4, lifted('ACCURACY_CONTESTED'))];
    expect(findingsNow(after(...both, ...none))).toEqual([]);
  });
});

describe('a new day of review', () => {
  const revalidated = corrected({ what: 'DATE', grades: [], reviewBy: '2027-11-30' });

  it('takes the place of the old one, and appears in no copy that never had one', () => {
    const came = received({ payload: { reviewBy: '2027-01-31' }, reviewBy: '2027-01-31' });
    expect(asCorrected(after(came, revalidated))).toMatchObject({
      reviewBy: '2027-11-30',
      payload: { reviewBy: '2027-11-30' },
    });
    expect(asCorrected(after(received(), revalidated))?.payload).not.toHaveProperty('reviewBy');
  });
});

describe('an alert', () => {
  const validUntil = '2026-11-24T09:00:00.000Z';
  const alert = received({ payload: { validUntil } });
  const stateAt = (now: string, ...since: ReceivedItemEvent[]) => {
    const item = after(alert, ...since);
    return stateOf(asCorrected(item)!, standingOf(item), new Date(now));
  };

  it('expires at the instant the clock says, and is cleared before or after it by its originator alone', () => {
    expect(stateAt('2026-11-24T08:59:59.999Z')).toBe('open');
    expect(stateAt(validUntil)).toBe('expired');
    expect(stateAt(validUntil, cleared())).toBe('cleared');
    expect(stateAt('2026-11-23T09:00:00.000Z', cleared({ originator: 'kz-police' }))).toBe('open');
  });

  it('that is cleared has nobody called any more, and rests on nothing that changed', () => {
    const notice = envelope({
      itemId: '22222222-2222-4222-8222-222222222222',
      product: 'prison-intelligence.alert-clearance.v1',
      about: { itemId: ITEM, kind: 'clearance' },
      payload: { itemId: ITEM, clearedAt: validUntil, derivedItems: ['33333333-3333-4333-8333-333333333333'] },
    }) as Envelope;
    const facts = receivedFacts([notice.product])(notice, {} as Provenance);
    expect(facts.map(({ event }) => event.type)).toEqual(['ItemReceived', 'ItemCleared']);
    expect(itemClock(facts[1]!.event as never)).toMatchObject({
      cause: 'ended',
      itemId: ITEM,
      originator: 'kz-prison-service',
    });
  });
});
