// How an instrument stands by orders that were verified here before: no signature is examined anew.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { describe, expect, it } from '@jest/globals';
import type { BundleInstrument } from '../bundle.ts';
import type { Order, SignedOrder } from './order.ts';
import { standingHere } from './standing-here.ts';
import { standingSo, standsOf } from './stands.ts';

const [PRISON, POLICE] = ['kz-prison-service', 'kz-police'] as const;
const NOW = '2026-11-23T09:00:00.000Z';
const WHOLE = { kind: 'all' } as const;
const PART = { kind: 'party', party: POLICE } as const;
const FIELDS = { kind: 'category', category: 'SPC' } as const;

const INSTRUMENT = {
  state: 'IN_FORCE',
  compiled: {
    id: 'mou',
    instrument: 'agreement',
    timezone: 'Asia/Almaty',
    term: { from: '2026-01-01', to: '2026-11-23' },
  },
  texts: [
    { version: 1, document: { parties: [{ id: PRISON }] } as InstrumentDocument },
    { version: 2, document: { parties: [{ id: PRISON }, { id: POLICE }] } as InstrumentDocument },
  ],
} as BundleInstrument;

const signed = (order: Partial<Order> & Pick<Order, 'what'>): SignedOrder => ({
  order: { orderId: `o-${order.what}`, instrumentId: 'mou', version: 1, party: POLICE, at: NOW, ...order } as Order,
  jws: 'jws',
  handedInAt: NOW,
});
const suspend = (more: object = {}) =>
  signed({ what: 'SUSPEND', scope: WHOLE, freezePriorCopies: false, ...more } as Order);
const reinstate = (more: object = {}) => signed({ what: 'REINSTATE', suspensionId: 'o-SUSPEND', ...more } as Order);
const terminate = (effectiveAt: string) => signed({ what: 'TERMINATE', effectiveAt, orderId: effectiveAt } as Order);

const stand = (remembered: SignedOrder[], said: Partial<BundleInstrument> = {}, issuedAt = NOW) =>
  standingHere({ instrument: { ...INSTRUMENT, ...said }, issuedAt, keys: new Map(), remembered });
const found = async (...given: Parameters<typeof stand>) => {
  const { stands, faults } = await stand(...given);
  return [stands, faults];
};
const OPEN = { state: 'IN_FORCE' };
const closed = (by: string = POLICE, freezePriorCopies = false) => ({
  state: 'SUSPENDED',
  suspension: { by, freezePriorCopies },
});

describe('a suspension of the whole', () => {
  it('that the bundle says, and lists, stands as it is said', async () =>
    expect(await stand([suspend()], { ...closed(), orders: [suspend()] })).toEqual({
      stands: closed(),
      faults: [],
      verified: [suspend()],
    }));

  it('that the bundle lists and does not say stands, and that it leaves out as well', async () => {
    expect(await found([suspend()], { orders: [suspend()] })).toEqual([closed(), []]);
    expect(await found([suspend()])).toEqual([closed(), ['suspension-withdrawn']]);
    expect(await found([suspend({ freezePriorCopies: true })])).toEqual([
      closed(POLICE, true),
      ['suspension-withdrawn'],
    ]);
  });

  it('that the bundle lists in other words is said to be altered', async () => {
    const orders = [suspend({ freezePriorCopies: true })];
    expect(await found([suspend()], { ...closed(), orders })).toEqual([closed(), ['order-altered']]);
  });

  it('in the name of a party that did not order it is open, and that of nobody is closed', async () => {
    expect(await found([], closed())).toEqual([OPEN, ['suspension-not-signed']]);
    expect(await found([], closed(PRISON))).toEqual([OPEN, ['suspension-not-signed']]);
    expect(await found([], closed('gatehouse-policy'))).toEqual([closed('gatehouse-policy'), []]);
    expect(await found([], { state: 'SUSPENDED' })).toEqual([{ state: 'SUSPENDED' }, []]);
    expect(await found([suspend({ party: PRISON })], { ...closed(), orders: [suspend({ party: PRISON })] })).toEqual([
      closed(PRISON),
      ['suspension-not-signed'],
    ]);
  });

  it('by two goes by the first, and copies are frozen for any', async () => {
    const orders = [suspend(), suspend({ orderId: 'o-2', party: PRISON, freezePriorCopies: true })];
    expect(await found(orders, { ...closed(), orders })).toEqual([closed(POLICE, true), []]);
    expect(await found(orders, { orders })).toEqual([closed(POLICE, true), []]);
  });

  it('is taken back by the party that ordered it, and by its own order alone', async () => {
    expect(await found([suspend(), reinstate()])).toEqual([OPEN, []]);
    for (const other of [{ party: PRISON }, { suspensionId: 'o-2' }])
      expect(await found([suspend(), reinstate(other)], { orders: [suspend()] })).toEqual([closed(), []]);
  });

  it('that was taken back is replayed when it is listed again, and said to be so alone', async () => {
    const both = [suspend(), reinstate()];
    expect(await found(both, { ...closed(), orders: [suspend()] })).toEqual([OPEN, ['suspension-replayed']]);
    expect(await found(both, closed())).toEqual([OPEN, ['suspension-not-signed']]);
  });
});

describe('a suspension of a part', () => {
  const suspensions = [{ by: POLICE, freezePriorCopies: true, scope: PART }];
  const ofPart = suspend({ scope: PART, freezePriorCopies: true });

  it('leaves the rest in force', async () => {
    expect(await found([ofPart], { suspensions, orders: [ofPart] })).toEqual([{ ...OPEN, suspensions }, []]);
    expect(await found([ofPart])).toEqual([{ ...OPEN, suspensions }, ['suspension-withdrawn']]);
  });

  it('is of that part and of no other, and not of the whole', async () => {
    const ofFields = suspend({ scope: FIELDS });
    const fields = [{ by: POLICE, freezePriorCopies: false, scope: FIELDS }];
    expect(await found([ofFields], { suspensions, orders: [ofFields] })).toEqual([
      { ...OPEN, suspensions: fields },
      ['suspension-not-signed'],
    ]);
    expect(await found([ofPart], { ...closed(), orders: [ofPart] })).toEqual([
      { ...OPEN, suspensions },
      ['suspension-not-signed'],
    ]);
  });

  it('that its party did not order leaves a state that nobody gives a reason for closed', async () =>
    expect(await found([], { state: 'SUSPENDED', suspensions })).toEqual([
      { state: 'SUSPENDED' },
      ['suspension-not-signed'],
    ]));

  it('stands beside one of the whole', async () => {
    const orders = [suspend({ orderId: 'o-2' }), ofPart];
    expect(await found(orders, { ...closed(), suspensions, orders })).toEqual([{ ...closed(), suspensions }, []]);
  });
});

describe('an end', () => {
  const at = (moment: number) => new Date(Date.parse(NOW) + moment).toISOString();

  it('comes at its instant', async () => {
    expect(await found([terminate(at(1))])).toEqual([OPEN, []]);
    expect(await found([terminate(NOW)])).toEqual([{ state: 'TERMINATED' }, []]);
    expect(await found([terminate(NOW)], closed('gatehouse-policy'))).toEqual([
      { ...closed('gatehouse-policy'), state: 'TERMINATED' },
      [],
    ]);
  });

  it('is to be recorded within five minutes of the first', async () => {
    expect(await found([terminate(at(-300_000))])).toEqual([{ state: 'TERMINATED' }, []]);
    const late = [{ state: 'TERMINATED' }, ['termination-withdrawn']];
    expect(await found([terminate(at(-300_001))])).toEqual(late);
    expect(await found([terminate(NOW), terminate(at(-300_001)), terminate(at(9))])).toEqual(late);
  });

  it.each(['TERMINATED', 'EXPIRED', 'WOUND_DOWN'])('leaves %s as it is', async (state) => {
    expect(await found([terminate(at(-900_000))], { state })).toEqual([{ state }, []]);
    expect(await found([suspend()], { state, orders: [suspend()] })).toEqual([{ ...closed(), state }, []]);
  });
});

describe('what a law orders, or protects a life', () => {
  const kinds = ['statute', 'vital-interest'] as const;
  const of = (instrument: (typeof kinds)[number], more: Partial<BundleInstrument> = {}) => ({
    compiled: { ...INSTRUMENT.compiled, instrument },
    ...more,
  });

  it.each(kinds)('as %s is stopped by nobody', async (kind) => {
    const suspensions = [{ by: POLICE, freezePriorCopies: false, scope: PART }];
    const { suspension } = closed();
    for (const said of [{ state: 'SUSPENDED' }, { suspension }, { suspensions }])
      expect(await stand([suspend(), terminate(NOW)], of(kind, said))).toEqual({
        stands: OPEN,
        faults: ['not-suspendable'],
        verified: [],
      });
    expect(await found([suspend()], of(kind))).toEqual([OPEN, []]);
  });

  it.each(kinds)('as %s is ended by the last day of its term alone, where it lies', async (kind) => {
    const said = of(kind, { state: 'EXPIRED' });
    const [today, tomorrow] = ['2026-11-23T18:59:59.999Z', '2026-11-23T19:00:00.000Z'];
    expect(await found([], said, today)).toEqual([OPEN, ['not-terminable']]);
    expect(await found([], said, tomorrow)).toEqual([{ state: 'EXPIRED' }, []]);
    expect(await found([], of(kind), tomorrow)).toEqual([OPEN, []]);
  });
});

describe('how it stands', () => {
  const suspensions = [{ by: POLICE, freezePriorCopies: true, scope: PART }];

  it('is taken from an instrument, and put into it', () => {
    expect(standsOf({ ...INSTRUMENT, ...closed(), suspensions })).toEqual({ ...closed(), suspensions });
    expect(Object.keys(standsOf(INSTRUMENT))).toEqual(['state']);
    const { state: _state, ...rest } = INSTRUMENT;
    expect(standingSo({ ...INSTRUMENT, ...closed(), suspensions }, { state: 'X' })).toEqual({ ...rest, state: 'X' });
    expect(standingSo(INSTRUMENT, closed())).toEqual({ ...rest, ...closed() });
  });
});
