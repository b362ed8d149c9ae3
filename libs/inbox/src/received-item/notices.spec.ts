import { describe, expect, it } from '@jest/globals';
import type { Envelope, Provenance } from '@gatehouse/sharing';
import { acknowledgeBy } from './acknowledge-by.ts';
import {
  acknowledged,
  corrected,
  DERIVED,
  envelope,
  grade,
  ITEM,
  NOTICE,
  received,
  withdrawn,
} from './item.fixture.ts';
import { asCorrected } from './as-corrected.ts';
import { isWithdrawn } from './notices.ts';
import { receivedFacts } from './received-facts.ts';
import { receivedItemDecider, type ReceivedItem } from './received-item.decider.ts';
import type { ReceivedItemEvent } from './received-item.events.ts';
import { standingOf } from './standing.ts';

const after = (events: ReceivedItemEvent[]): ReceivedItem =>
  events.reduce(receivedItemDecider.evolve, receivedItemDecider.initial());
const orders = <T>(things: T[]): T[][] =>
  things.length < 2
    ? [things]
    : things.flatMap((one, i) => orders(things.toSpliced(i, 1)).map((rest) => [one, ...rest]));
const gradesOf = (item: ReceivedItem) =>
  (asCorrected(item)?.payload as { paragraphs: { grade: { information: string } }[] } | undefined)?.paragraphs.map(
    (paragraph) => paragraph.grade.information,
  );
const KEPT = ['prison-intelligence.intelligence-report.v1', 'prison-intelligence.correction.v1'];

describe('what was said about an item since', () => {
  const first = corrected({ sequence: 2 });
  const second = corrected({ noticeId: 'later', sequence: 3, grades: [{ n: 2, grade: grade('3', 'C') }] });

  it.each(orders<ReceivedItemEvent>([received(), first, second]))('holds in any order (%#)', (...events) => {
    const item = after(events);
    expect(gradesOf(item)).toEqual(['A', 'C']);
    expect(standingOf(item).corrections.map(({ noticeId, paragraphs }) => [noticeId, paragraphs])).toEqual([
      [NOTICE, [2]],
      ['later', [2]],
    ]);
  });

  it.each(orders<ReceivedItemEvent>([received(), first, withdrawn(), acknowledged()]))(
    'takes it back for good in any order (%#)',
    (...events) => {
      const item = after(events);
      expect(isWithdrawn(item)).toBe(true);
      expect(standingOf(item).acknowledgedBy).toBe('po-aidos');
    },
  );

  it('counts only when its originator said it', () => {
    const item = after([received(), corrected({ originator: 'kz-police' }), withdrawn({ originator: 'kz-police' })]);
    expect([gradesOf(item), isWithdrawn(item), standingOf(item).corrections]).toEqual([['A', 'D'], false, []]);
  });

  it('leaves the item as it came in its history', () => {
    const came = received();
    after([came, first]);
    expect(came).toEqual(received());
  });

  it('marks what is kept and not to be used, and closes what is to be erased', () => {
    const restricted = after([received(), corrected({ what: 'FACT', effect: 'RESTRICT', grades: [] })]);
    expect([asCorrected(restricted)?.markers, isWithdrawn(restricted)]).toEqual([['ACCURACY_CONTESTED'], false]);
    expect(isWithdrawn(after([received(), corrected({ effect: 'ERASE', grades: [] })]))).toBe(true);
  });

  it('changes nothing in an item without paragraphs', () => {
    const alert = received({ payload: { alertId: ITEM, nature: 'as it came' } });
    expect(asCorrected(after([alert, first]))?.payload).toEqual({ alertId: ITEM, nature: 'as it came' });
  });
});

describe('what arrives', () => {
  const notice = (payload: object): Envelope =>
    envelope({
      itemId: NOTICE,
      product: 'prison-intelligence.correction.v1',
      about: { itemId: ITEM, kind: 'correction' },
      order: { key: 'k', sequence: 2, predecessor: 'm' },
      payload,
    });
  const facts = (arrived: Envelope) =>
    receivedFacts(KEPT)(arrived, {} as Provenance).map(({ streamId, event, comes }) => [streamId, event.type, comes]);

  it('is an item', () => expect(facts(envelope())).toEqual([[`received-item-${ITEM}`, 'ItemReceived', 'once']]));

  it('of a product this service does not keep is nothing', () =>
    expect(facts(envelope({ product: 'custody.release-notice.v1' }))).toEqual([]));

  it('about an item is an item of its own, and a fact about it and about what rests on it', () =>
    expect(
      facts(notice({ what: 'GRADE', effect: 'REPLACE', derivedItems: [DERIVED, DERIVED, ITEM, 'no id'] })),
    ).toEqual([
      [`received-item-${NOTICE}`, 'ItemReceived', 'once'],
      [`received-item-${ITEM}`, 'ItemCorrected', 'after'],
      [`received-item-${DERIVED}`, 'ItemBasisChanged', 'after'],
    ]));

  it('takes from a correction what is well-formed, and never stumbles', () => {
    const paragraphs = [{ n: 2, grade: grade('2', 'E') }, { n: '1', grade: grade('1', 'A') }, { n: 3 }, null];
    const [, said] = receivedFacts(KEPT)(notice({ what: 7, paragraphs }), {} as Provenance);
    expect(said?.event.data).toMatchObject({ what: '', grades: [{ n: 2, grade: grade('2', 'E') }] });
    expect(facts(notice({ paragraphs: 'x', derivedItems: 'y' }))).toHaveLength(2);
  });
});

describe('the time to acknowledge', () => {
  const at = '2026-11-23T09:00:00.000Z';
  it.each([
    {
      what: "the item's own",
      payload: { ackWithin: 'PT15M' },
      obligations: ['ACK_24H'],
      by: '2026-11-23T09:15:00.000Z',
    },
    { what: 'in days', payload: { ackWithin: 'P3D' }, obligations: [], by: '2026-11-26T09:00:00.000Z' },
    { what: "the instrument's", payload: {}, obligations: ['ACK_72H', 'ACK_4H'], by: '2026-11-23T13:00:00.000Z' },
    {
      what: "the instrument's where the item's is none",
      payload: { ackWithin: 'soon' },
      obligations: ['ACK_30M'],
      by: '2026-11-23T09:30:00.000Z',
    },
    { what: 'asked by nobody', payload: {}, obligations: ['NO_ONWARD'], by: null },
  ])('is $what', ({ payload, obligations, by }) =>
    expect(acknowledgeBy(envelope({ payload, obligations }), at)).toBe(by),
  );
});
