// Orders in a bundle before their signatures are looked at: their form, their instrument, their party.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { describe, expect, it } from '@jest/globals';
import type { BundleInstrument } from '../bundle.ts';
import type { SignedOrder } from './order.ts';
import { standingHere } from './standing-here.ts';

const AT = '2026-11-23T09:00:00.000Z';
const ORDER = {
  what: 'SUSPEND',
  orderId: 'o',
  instrumentId: 'mou',
  version: 1,
  party: 'police',
  at: AT,
  scope: { kind: 'all' },
  freezePriorCopies: false,
};
const SIGNED = { order: ORDER, jws: 'x', handedInAt: AT };

const of = (...parties: string[]) => ({ parties: parties.map((id) => ({ id })) }) as InstrumentDocument;
const instrument = {
  state: 'IN_FORCE',
  compiled: { id: 'mou', instrument: 'agreement' },
  texts: [
    { version: 1, document: of('police', 'prison') },
    { version: 2, document: of('prison') },
  ],
} as BundleInstrument;
const stand = (orders: unknown[], more: Partial<BundleInstrument> = {}, remembered: unknown[] = []) =>
  standingHere({
    instrument: { ...instrument, orders: orders as SignedOrder[], ...more },
    issuedAt: AT,
    keys: new Map(),
    remembered: remembered as SignedOrder[],
  });
const faults = async (...given: Parameters<typeof stand>) => (await stand(...given)).faults;

describe('an order', () => {
  it.each([
    ['is null', null],
    ['has no order', { jws: 'x', handedInAt: AT }],
    ['has an order that is null', { ...SIGNED, order: null }],
    ['has no id', { ...SIGNED, order: { ...ORDER, orderId: undefined } }],
    ['has a number as its id', { ...SIGNED, order: { ...ORDER, orderId: 7 } }],
    ['has no JWS', { ...SIGNED, jws: undefined }],
    ['was never handed in', { ...SIGNED, handedInAt: undefined }],
    ['is nobody’s', { ...SIGNED, order: { ...ORDER, party: undefined } }],
    ['was given at no time', { ...SIGNED, order: { ...ORDER, at: 7 } }],
  ])('that %s is malformed, and stops nothing', async (_what, one) =>
    expect(await stand([one])).toEqual({ stands: { state: 'IN_FORCE' }, faults: ['order-malformed'], verified: [] }),
  );

  it.each([
    [{}, 'signature-malformed'],
    [{ version: 2 }, 'signature-malformed'],
    [{ version: 3 }, 'signature-over-another-instrument'],
    [{ instrumentId: 'another' }, 'signature-over-another-instrument'],
    [{ party: 'army' }, 'order-of-no-party'],
  ])('is looked at for %j', async (more, fault) =>
    expect(await faults([{ ...SIGNED, order: { ...ORDER, ...more } }])).toEqual([fault]),
  );

  it('of an instrument without texts is of another', async () => {
    const { texts: _none, ...bare } = instrument;
    const asked = { instrument: { ...bare, orders: [SIGNED as SignedOrder] }, issuedAt: AT, keys: new Map() };
    expect((await standingHere({ ...asked, remembered: [] })).faults).toEqual(['signature-over-another-instrument']);
  });

  it('that is wrong is said once, however many are', async () =>
    expect(await faults([null, SIGNED, null])).toEqual(['order-malformed', 'signature-malformed']));

  it('that is wrong explains a suspension that nobody signed, and so does one that comes again', async () => {
    const said = { state: 'SUSPENDED', suspension: { by: 'police', freezePriorCopies: false } };
    const back = { ...SIGNED, order: { ...ORDER, what: 'REINSTATE', orderId: 'o-2', suspensionId: 'o' } };
    expect(await faults([null], said)).toEqual(['order-malformed']);
    expect(await faults([null, SIGNED], said, [SIGNED, back])).toEqual(['order-malformed', 'suspension-replayed']);
    expect(await faults([], said)).toEqual(['suspension-not-signed']);
  });
});
