// When an amendment may take effect: what widens waits out the notice of the text in force, what narrows waits for nothing.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import type { Compared } from './amendment-notice.ts';
import { dayIn, instantAfterIn } from './day.ts';
import { instrumentDecider } from './instrument.decider.ts';
import type { InstrumentEvent } from './instrument.events.ts';
import {
  agreedOn,
  drafted,
  ofText,
  POLICE,
  PRISON,
  reviewed,
  secretary,
  signed,
  T0,
  textOf,
} from './instrument.fixture.ts';

const noticeOf = (noticePeriod: string): Partial<InstrumentDocument> => ({
  clauses: [{ clause: 24, rule: { noticePeriod, approvedBy: 'every-party', inFlight: 'intersect' } }],
});
const MONTH = noticeOf('P30D');
const OVER = '2026-12-23T09:00:00.000Z';
const next = { ...MONTH, title: 'the next' };
const standing = decider(instrumentDecider).given(...agreedOn(MONTH));
const against = (widens: boolean, more = MONTH, version = 1): Compared => ({ ...textOf(version, more), widens });

const draft = (compared: Compared[], effectiveFrom: string | null = null, version = 2) => ({
  type: 'DraftInstrument' as const,
  data: { ...secretary(), actsFor: null, ...textOf(version, next), effectiveFrom, replaces: null, compared },
});
const bring = (compared: Compared[], at: string, version = 2) => ({
  type: 'BringIntoForce' as const,
  data: { ...secretary(at), actsFor: null, ...ofText(version, next), verified: [PRISON, POLICE], fits: true, compared },
});
const allSigned = (version = 2, more: Partial<InstrumentDocument> = next): InstrumentEvent[] => [
  drafted(version, more),
  reviewed(version, more),
  signed(PRISON, version, more),
  signed(POLICE, version, more),
];
const amendedFrom = (effectiveFrom: string, at: string, version = 2): InstrumentEvent => ({
  type: 'MouAmended',
  data: { ...secretary(at), ...ofText(version, next), effectiveFrom },
});

describe('an amendment that widens', () => {
  const wider = [against(true)];

  it('is not put before the parties with a day before its notice is over', () => {
    standing.when(draft(wider, '2026-12-23T08:59:59.999Z')).expectRefusal('amendment-notice-too-short');
    standing.when(draft(wider, OVER)).expectEventTypes('MouDrafted');
    standing.when(draft(wider)).expectEventTypes('MouDrafted');
  });

  it('takes effect when its notice is over, however soon all have signed, and not before it is brought into force', () => {
    const whole = standing.given(...allSigned());
    whole.when(bring(wider, '2026-11-24T09:00:00.000Z')).expectEvents(amendedFrom(OVER, '2026-11-24T09:00:00.000Z'));
    const late = '2026-12-24T09:00:00.000Z';
    whole.when(bring(wider, late)).expectEvents(amendedFrom(late, late));
  });

  it('begins its notice anew with another text', () => {
    const later = '2026-11-25T09:00:00.000Z';
    const again = standing.given(
      drafted(2, { ...MONTH, title: 'another' }),
      { ...drafted(2, next, later) },
      ...allSigned().slice(1),
    );
    again.when(bring(wider, later)).expectEvents(amendedFrom('2026-12-25T09:00:00.000Z', later));
  });

  it('is not agreed on where the term is over before its notice is: a longer term would hold without notice', () => {
    const term = { term: { from: '2026-01-01', to: '2026-12-22' } };
    const short = decider(instrumentDecider).given(...agreedOn({ ...MONTH, ...term }));
    const compared = [against(true, { ...MONTH, ...term })];
    short.when(draft(compared)).expectRefusal('notice-outlasts-term');
    short.when(draft(compared, '2026-12-30T09:00:00.000Z')).expectRefusal('notice-outlasts-term');
    short
      .given(...allSigned())
      .when(bring(compared, T0))
      .expectRefusal('notice-outlasts-term');
  });
});

describe('an amendment that only narrows', () => {
  const narrower = [against(false)];

  it('takes effect at once, or on the day it names', () => {
    standing.when(draft(narrower, T0)).expectEventTypes('MouDrafted');
    standing
      .given(...allSigned())
      .when(bring(narrower, T0))
      .expectEvents(amendedFrom(T0, T0));
  });

  it('is taken to widen where it was compared with another text than the one that holds', () => {
    standing.when(draft([], T0)).expectRefusal('amendment-notice-too-short');
    standing.when(draft([against(false, MONTH, 7)], T0)).expectRefusal('amendment-notice-too-short');
  });

  it('of a version agreed for later, and wider than the one in effect, waits for what that one would have waited', () => {
    const two = standing.given(...allSigned(), amendedFrom(OVER, T0));
    const compared = [against(true), against(false, next, 2)];
    two.when(draft(compared, T0, 3)).expectRefusal('amendment-notice-too-short');
    // Once the second is in effect, the third takes something away.
    two.when(draft(compared, OVER, 3)).expectEventTypes('MouDrafted');
  });
});

it('is at once where the text asks for no notice', () => {
  decider(instrumentDecider)
    .given(...agreedOn())
    .when({ ...draft([]), data: { ...draft([]).data, effectiveFrom: T0 } })
    .expectEventTypes('MouDrafted');
});

describe('a period in a zone', () => {
  it('counts the days of its own calendar, at the same time of day, and hours by the clock', () => {
    expect(instantAfterIn('2026-11-23T20:00:00.000Z', 'P30D', 'Asia/Almaty')).toBe('2026-12-23T20:00:00.000Z');
    // In Berlin clocks go back on 25 October 2026: the same time of day is an hour later.
    expect(instantAfterIn('2026-10-20T10:30:15.250Z', 'P7D', 'Europe/Berlin')).toBe('2026-10-27T11:30:15.250Z');
    expect(instantAfterIn('2026-10-20T10:30:15.250Z', 'PT168H', 'Europe/Berlin')).toBe('2026-10-27T10:30:15.250Z');
    expect(instantAfterIn('2026-10-20T10:00:00.000Z', 'P1DT1H30M', 'UTC')).toBe('2026-10-21T11:30:00.000Z');
    expect(instantAfterIn(T0, 'PT0H', 'UTC')).toBe(T0);
  });

  it('reads a month from the day it is there', () => {
    const evening = '2027-01-30T20:00:00.000Z'; // in Almaty it is the 31st
    const then = instantAfterIn(evening, 'P1M', 'Asia/Almaty');
    expect([dayIn(then, 'Asia/Almaty'), then]).toEqual(['2027-02-28', '2027-02-27T20:00:00.000Z']);
  });
});
