// Whose word counts, on which request, and from when to when.
import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { ITEM, NOTICE, PRISON, received } from '../received-item/item.fixture.ts';
import { folded } from '../received-item/load-received-item.ts';
import type { ReceivedItemEvent } from '../received-item/received-item.events.ts';
import { consentAnswerFacts } from './consent-answer-facts.ts';
import { approvalsOf, consentFor, consentsOf, stateOfConsent } from './consents.ts';
import { consentDecider } from './decide-consent.ts';
import type { ConsentAnswered, ConsentAsked, ItemUsed } from './consent.events.ts';

const scope = { use: 'PASS_ON' as const, recipient: 'kz-tax', purpose: 'INVESTIGATE', caseRef: 'KZ-2026-114' };
const AT = '2026-11-23T09:00:00.000Z';
const on = (day: number, time = '09:00:00') => `2026-11-${day}T${time}.000Z`;
const asked = (change: Partial<ConsentAsked['data']> = {}): ConsentAsked => {
  const words = { justification: 'w', originator: PRISON, subjects: [], unit: 'u', by: 'po-aidos' };
  const data = { ...scope, ...words, requestId: 'r-1', itemId: ITEM, at: AT, answerBy: on(26), ...change };
  return { type: 'ConsentAsked', data };
};
const answered = (change: Partial<ConsentAnswered['data']> = {}): ConsentAnswered => {
  const said = { requestId: 'r-1', itemId: ITEM, answerId: NOTICE, originator: PRISON, verdict: 'GRANTED' };
  return {
    type: 'ConsentAnswered',
    data: { ...said, conditions: [], validUntil: on(30), answeredAt: on(24), ...change },
  };
};
const told = { originator: PRISON, subjects: [] };
const used = (requestId: string | null, at: string): ItemUsed => ({
  type: 'ItemUsed',
  data: { ...scope, ...told, useId: 'u-1', itemId: ITEM, requestId, fields: [], unit: 'u', by: 'po-aidos', at },
});
const itemOf = (...events: ReceivedItemEvent[]) =>
  events.reduce((item, event) => consentDecider.evolve(item, event), folded([]));
const stateAt = (at: string, ...events: ReceivedItemEvent[]) => {
  const [first] = consentsOf(itemOf(received(), ...events));
  return first && stateOfConsent(first, new Date(at));
};
const consent = decider(consentDecider);

describe('a request', () => {
  it.each([
    ['waits', on(25), [], 'waiting'],
    ['lapses at its instant', on(26), [], 'lapsed'],
    ['is granted, also before the request came to stand here', on(25), [answered()], 'granted'],
    ['ends at its instant', on(30), [answered()], 'ended'],
    ['is refused', on(25), [answered({ verdict: 'REFUSED', validUntil: null })], 'refused'],
    ['keeps its first answer', on(25), [answered(), answered({ verdict: 'REFUSED', answeredAt: on(25) })], 'granted'],
    [
      'is taken back, in any order',
      on(25),
      [answered({ verdict: 'WITHDRAWN', answeredAt: on(25) }), answered()],
      'withdrawn',
    ],
    ['is not granted by another agency', on(25), [answered({ originator: 'kz-probation' })], 'waiting'],
    ['is not granted without an end', on(25), [answered({ validUntil: null })], 'waiting'],
    ['is not granted by what answers another', on(25), [answered({ requestId: 'r-2' })], 'waiting'],
    ['is not granted too late', on(27), [answered({ answeredAt: on(26) })], 'lapsed'],
    ['is not granted by a word nobody knows', on(25), [answered({ verdict: 'PERHAPS' })], 'waiting'],
  ])('%s', (_what, at, answers, state) => {
    expect(stateAt(at, asked(), ...answers)).toBe(state);
    expect(stateAt(at, ...answers, asked())).toBe(state);
  });

  it('is made once while it waits, and again when it is over', () => {
    const again = { type: 'AskConsent' as const, data: asked({ requestId: 'r-2', at: on(25) }).data };
    consent.given(received(), asked()).when(again).expectRefusal('consent-asked-already');
    const later = { ...again, data: { ...again.data, at: on(26) } };
    consent.given(received(), asked()).when(later).expectEventTypes('ConsentAsked');
    consent.when(again).expectRefusal('item-not-received');
  });

  it('is made once while it waits, also beside a consent that stands', () => {
    const second = asked({ requestId: 'r-2', at: on(25), answerBy: on(28) });
    const third = { type: 'AskConsent' as const, data: asked({ requestId: 'r-3', at: on(25, '10:00:00') }).data };
    consent.given(received(), asked(), answered(), second).when(third).expectRefusal('consent-asked-already');
  });

  it('is recorded as lapsed once, and never where it was answered', () => {
    const lapse = (at: string) => ({ type: 'LapseConsent' as const, data: { requestId: 'r-1', itemId: ITEM, at } });
    consent
      .given(received(), asked())
      .when(lapse(on(25)))
      .expectEvents();
    consent
      .given(received(), asked())
      .when(lapse(on(26)))
      .expectEventTypes('ConsentLapsed');
    const lapsed = { type: 'ConsentLapsed' as const, data: lapse(on(26)).data };
    consent
      .given(received(), asked(), lapsed)
      .when(lapse(on(27)))
      .expectEvents();
    consent
      .given(received(), asked(), answered())
      .when(lapse(on(27)))
      .expectEvents();
  });
});

describe('a use', () => {
  it('stands on a consent that stands at its instant', () => {
    const use = (at: string) => ({ type: 'UseItem' as const, data: used('r-1', at).data });
    const granted = consent.given(received(), asked(), answered());
    granted.when(use(on(25))).expectEventTypes('ItemUsed');
    granted.when(use(on(30))).expectRefusal('consent-no-longer-stands');
    const back = answered({ verdict: 'WITHDRAWN', answeredAt: on(25) });
    consent
      .given(received(), asked(), answered(), back)
      .when(use(on(25)))
      .expectRefusal('consent-no-longer-stands');
  });

  it('of another recipient, purpose or case has no consent', () => {
    const item = itemOf(received(), asked(), answered());
    const now = new Date(on(25));
    expect(consentFor(item, scope, now)?.asked.requestId).toBe('r-1');
    for (const change of [{ recipient: 'kz-customs' }, { purpose: 'PROSECUTE' }, { caseRef: null }])
      expect(consentFor(item, { ...scope, ...change }, now)).toBeNull();
  });

  it('tells policy what was said, bound to what it was said about', () => {
    const [one] = consentsOf(itemOf(received(), asked(), answered()));
    const covers = { question: 'onward', use: [], recipient: 'kz-tax', purpose: 'INVESTIGATE', caseRef: 'KZ-2026-114' };
    const approvals = [{ kind: 'ORIGINATOR_CONSENT', agency: PRISON, at: on(24), until: on(30), covers }];
    expect(approvalsOf(one!, PRISON)).toEqual({ approvals, pendingSince: AT });
  });
});

describe('an answer as it arrives', () => {
  const { data } = answered();
  const envelope = (payload: unknown) => ({ ...received().data.envelope, itemId: NOTICE, payload });

  it('is a fact about the item it names', () =>
    expect(consentAnswerFacts(envelope({ ...data, validUntil: undefined }))).toMatchObject([
      { streamId: `received-item-${ITEM}`, event: { data: { answerId: NOTICE, validUntil: null } }, comes: 'after' },
    ]));

  it.each([
    [null],
    ['x'],
    [{}],
    [{ ...data, itemId: '../x' }],
    [{ ...data, answeredAt: 'soon' }],
    [{ ...data, verdict: 1 }],
  ])('is a fact about none where it cannot be read: %j', (payload) =>
    expect(consentAnswerFacts(envelope(payload))).toEqual([]),
  );

  it('keeps a condition it cannot read, which nobody knows and so refuses', () => {
    const [fact] = consentAnswerFacts(envelope({ ...data, conditions: [null] }));
    expect(fact!.event.data).toMatchObject({ conditions: [{ code: '' }] });
  });
});
