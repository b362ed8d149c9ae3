// What is wrong with a bundle is said when it changes, and not each minute.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { SaidOnce } from './said-once.ts';

type News = Parameters<SaidOnce['say']>[0];
const NOTHING: News = { heldOut: [], compiledOtherwise: [], orderFaults: [] };
const HELD: News = { ...NOTHING, heldOut: [{ id: 'mou', code: 'not-signed', instrument: null }] };

let alarms: unknown[];
let saying: SaidOnce;
beforeEach(() => {
  alarms = [];
  saying = new SaidOnce((...alarm) => alarms.push(alarm));
});
const said = (news: News): unknown[] => {
  alarms = [];
  saying.say(news);
  return alarms;
};

describe('what is wrong', () => {
  it('is said each with its instrument', () =>
    expect(
      said({
        heldOut: HELD.heldOut,
        orderFaults: [{ id: 'threat', code: 'not-suspendable' }],
        compiledOtherwise: ['other'],
      }),
    ).toEqual([
      ['INSTRUMENT_UNVERIFIED', { instrument: 'mou', code: 'not-signed' }],
      ['ORDER_UNVERIFIED', { instrument: 'threat', code: 'not-suspendable' }],
      ['INSTRUMENT_COMPILED_OTHERWISE', { instrument: 'other' }],
    ]));

  it('is said once, and again when it comes back', () => {
    expect(said(HELD)).toHaveLength(1);
    expect(said(HELD)).toEqual([]);
    const compiled = { compiled: { id: 'mou' } } as unknown as News['heldOut'][number]['instrument'];
    expect(said({ ...HELD, heldOut: [{ ...HELD.heldOut[0]!, instrument: compiled }] })).toEqual([]);
    expect(said(NOTHING)).toEqual([]);
    expect(said(HELD)).toHaveLength(1);
  });

  it.each([
    [{ ...HELD, heldOut: [{ ...HELD.heldOut[0]!, code: 'text-malformed' as const }] }, 1],
    [{ ...HELD, heldOut: [{ ...HELD.heldOut[0]!, id: 'another' }] }, 1],
    [{ ...HELD, compiledOtherwise: ['other'] }, 2],
    [{ ...HELD, orderFaults: [{ id: 'mou', code: 'order-malformed' as const }] }, 2],
  ])('is said as a whole when any of it changes: %j', (news, count) => {
    said(HELD);
    expect(said(news)).toHaveLength(count);
  });
});
