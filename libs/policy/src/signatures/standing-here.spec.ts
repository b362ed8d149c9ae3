// How an instrument stands at a service, whatever whoever signs bundles says: as its parties ordered.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { loadInstrumentSource } from '@gatehouse/contracts';
import { generatePartyKeys, SIGNED_BESIDE, signDetached, type PartyKeys } from '@gatehouse/crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { BundleInstrument } from '../bundle.ts';
import { products } from '../question.fixture.ts';
import { compiledTexts, type AgreedText } from './agreed-text.ts';
import { inForceHere, toRemember, type Remembered } from './in-force-here.ts';
import { boundOf, reasonDigest, type Order, type SignedOrder } from './order.ts';
import { knownFrom, registered, signedText } from './signed-text.fixture.ts';

const [PRISON, POLICE, PROBATION] = ['kz-prison-service', 'kz-police', 'kz-probation'] as const;
const source = (id: string) => parse(loadInstrumentSource(id).text, { schema: 'core' }) as InstrumentDocument;
const [MOU, THREAT] = [source('kz-prisons-police'), source('kz-threat-to-life')];
const NOTHING: Remembered = { texts: [], revoked: [], orders: [] };
const NOW = '2026-11-23T09:00:00.000Z';
const SUSPENDED_BY_POLICE = { state: 'SUSPENDED', suspension: { by: POLICE, freezePriorCopies: false } };

let keys: Record<string, PartyKeys>;
let stranger: PartyKeys;
let [mou, threat]: AgreedText[] = [];
let [suspension, reinstatement]: SignedOrder[] = [];
beforeAll(async () => {
  const made = await Promise.all([PRISON, POLICE, PROBATION, POLICE].map(generatePartyKeys));
  keys = { [PRISON]: made[0]!, [POLICE]: made[1]!, [PROBATION]: made[2]! };
  stranger = made[3]!;
  mou = await signedText(MOU, [keys[PRISON]!, keys[POLICE]!]);
  threat = await signedText(THREAT, Object.values(keys));
  suspension = await order({ what: 'SUSPEND', scope: { kind: 'all' }, freezePriorCopies: false });
  reinstatement = await order({ what: 'REINSTATE', suspensionId: 'o-SUSPEND' });
});

const order = async (
  said: { what: Order['what'] } & Record<string, unknown>,
  by: PartyKeys = keys[POLICE]!,
): Promise<SignedOrder> => {
  const named = { orderId: `o-${said.what}`, instrumentId: MOU.id, version: 1, party: by.party, at: NOW };
  const whole = { ...named, reasonSha256: reasonDigest('why (invented)'), ...said } as unknown as Order;
  return { order: whole, jws: await signDetached(whole, by, SIGNED_BESIDE.order, boundOf(whole)), handedInAt: NOW };
};
const said = (texts: AgreedText[], more: Partial<BundleInstrument> = {}): BundleInstrument => ({
  state: 'IN_FORCE',
  compiled: compiledTexts(texts, products)!.at(-1)!,
  texts,
  ...more,
});
const judge = async (
  one: BundleInstrument,
  { remembered = NOTHING, issuedAt = NOW, register = registered(Object.values(keys)) } = {},
) => {
  const bundle = { version: 1, issuedAt, maxAgeSeconds: 900, instruments: [one], parties: [], signingKeys: register };
  const here = await inForceHere({ bundle, known: knownFrom(Object.values(keys)), products, remembered });
  const { state, suspension: whole, suspensions } = here.bundle.instruments[0]!;
  return { here, found: [state, whole?.by ?? null, suspensions ?? [], here.orderFaults.map(({ code }) => code)] };
};
const found = async (...given: Parameters<typeof judge>) => (await judge(...given)).found;
const remembering = (...orders: SignedOrder[]): { remembered: Remembered } => ({ remembered: { ...NOTHING, orders } });
const part = { kind: 'party', party: POLICE } as const;

describe('a suspension', () => {
  it('counts with the order of its party, and under the own name of whoever keeps the instruments', async () => {
    const asSaid = said([mou!], { ...SUSPENDED_BY_POLICE, orders: [suspension!] });
    const { here, found: first } = await judge(asSaid);
    expect([first, here.stood]).toEqual([['SUSPENDED', POLICE, [], []], []]);
    expect(toRemember(here).orders).toEqual([suspension]);
    const keeper = { state: 'SUSPENDED', suspension: { by: 'gatehouse-policy', freezePriorCopies: false } };
    expect(await found(said([mou!], keeper))).toEqual(['SUSPENDED', 'gatehouse-policy', [], []]);
    expect(await found(said([mou!], { state: 'SUSPENDED' }))).toEqual(['SUSPENDED', null, [], []]);
  });

  it('that its party did not sign is held out alone', async () => {
    const open = ['IN_FORCE', null, []];
    expect(await found(said([mou!], SUSPENDED_BY_POLICE))).toEqual([...open, ['suspension-not-signed']]);
    const forged = await order({ what: 'SUSPEND', scope: { kind: 'all' } }, stranger);
    expect(await found(said([mou!], { ...SUSPENDED_BY_POLICE, orders: [forged] }))).toEqual([
      ...open,
      ['signature-by-an-unknown-key'],
    ]);
    const altered = { ...suspension!, order: { ...suspension!.order, freezePriorCopies: true } as Order };
    expect(await found(said([mou!], { ...SUSPENDED_BY_POLICE, orders: [altered] }))).toEqual([
      ...open,
      ['signature-does-not-verify'],
    ]);
    const suspensions = [{ by: POLICE, freezePriorCopies: false, scope: part }];
    expect(await found(said([mou!], { suspensions, orders: [suspension!] }))).toEqual([
      'SUSPENDED',
      POLICE,
      [],
      ['suspension-not-signed'],
    ]);
    for (const malformed of [null, {}, { order: { orderId: 'x' } }] as unknown as SignedOrder[])
      expect(await found(said([mou!], { orders: [malformed] }))).toEqual([...open, ['order-malformed']]);
  });

  it('stands whatever a later bundle leaves out, until its party takes it back, and then does not come again', async () => {
    const closed = ['SUSPENDED', POLICE, []];
    expect(await found(said([mou!]), remembering(suspension!))).toEqual([...closed, ['suspension-withdrawn']]);
    const unsigned = { ...reinstatement!, jws: suspension!.jws };
    expect(await found(said([mou!], { orders: [unsigned] }), remembering(suspension!))).toEqual([
      ...closed,
      ['signature-does-not-verify', 'suspension-withdrawn'],
    ]);
    const ofPrison = await order({ what: 'REINSTATE', suspensionId: 'o-SUSPEND' }, keys[PRISON]!);
    expect(await found(said([mou!], { orders: [ofPrison] }), remembering(suspension!))).toEqual([
      ...closed,
      ['suspension-withdrawn'],
    ]);
    const back = said([mou!], { orders: [reinstatement!] });
    expect(await found(back, remembering(suspension!))).toEqual(['IN_FORCE', null, [], []]);
    const again = said([mou!], { ...SUSPENDED_BY_POLICE, orders: [suspension!] });
    expect(await found(again, remembering(suspension!, reinstatement!))).toEqual([
      'IN_FORCE',
      null,
      [],
      ['suspension-replayed'],
    ]);
  });

  it('stands until every party has taken it back where its text asks all, and by that text for ever', async () => {
    const clauses = (MOU.clauses ?? []).map((clause) =>
      clause.clause === 25 ? { ...clause, rule: { ...clause.rule, reinstatedBy: 'every-party' } } : clause,
    );
    const all = await signedText({ ...MOU, clauses }, [keys[PRISON]!, keys[POLICE]!]);
    const said25 = (more: Partial<BundleInstrument>, then = [all]) => said(then, more);
    const ofPrison = await order({ what: 'REINSTATE', orderId: 'o-prison', suspensionId: 'o-SUSPEND' }, keys[PRISON]!);
    for (const one of [reinstatement!, ofPrison])
      expect(await found(said25({ orders: [one] }), remembering(suspension!))).toEqual([
        'SUSPENDED',
        POLICE,
        [],
        ['suspension-withdrawn'],
      ]);
    const standing = { ...SUSPENDED_BY_POLICE, orders: [suspension!, reinstatement!] };
    expect(await found(said25(standing))).toEqual(['SUSPENDED', POLICE, [], []]);
    const both = { orders: [reinstatement!, ofPrison] };
    expect(await found(said25(both), remembering(suspension!))).toEqual(['IN_FORCE', null, [], []]);
    // One that suspended under a text that asks it alone is not closed again by a text that asks all.
    const next = await signedText({ ...MOU, clauses, version: 2 }, [keys[PRISON]!, keys[POLICE]!]);
    const then = said25({ orders: [reinstatement!] }, [mou!, { ...next, version: 2 }]);
    expect((await found(then, remembering(suspension!)))[0]).toBe('IN_FORCE');
  });

  it('is not lifted by the revocation of the key that signed it', async () => {
    const register = registered(Object.values(keys)).map(({ party, keys: own }) => ({
      party,
      keys: own.map((key) => (party === POLICE ? { ...key, revokedSince: '2026-11-01T00:00:00.000Z' } : key)),
    }));
    const one = said([mou!], { ...SUSPENDED_BY_POLICE, orders: [suspension!] });
    expect(await found(one, { register })).toEqual(['SUSPENDED', POLICE, [], []]);
    const taken = said([mou!], { orders: [reinstatement!] });
    expect(await found(taken, { register, ...remembering(suspension!) })).toEqual([
      'SUSPENDED',
      POLICE,
      [],
      ['signature-by-a-revoked-key', 'suspension-withdrawn'],
    ]);
  });
});

describe('what protects a life', () => {
  it('is stopped by nobody and ended by its term alone', async () => {
    const open = ['IN_FORCE', null, []];
    expect(await found(said([threat!], { ...SUSPENDED_BY_POLICE, orders: [suspension!] }))).toEqual([
      ...open,
      ['not-suspendable'],
    ]);
    const keeper = { suspensions: [{ by: 'gatehouse-policy', freezePriorCopies: true, scope: part }] };
    expect(await found(said([threat!], keeper))).toEqual([...open, ['not-suspendable']]);
    for (const state of ['TERMINATED', 'EXPIRED', 'WOUND_DOWN'])
      expect(await found(said([threat!], { state }))).toEqual([...open, ['not-terminable']]);
    const issuedAt = '2099-01-01T00:00:00.000Z';
    expect(await found(said([threat!], { state: 'EXPIRED' }), { issuedAt })).toEqual(['EXPIRED', null, [], []]);
  });
});

describe('a notice that is over', () => {
  it('ends the instrument, also where it is said to be in force', async () => {
    const effectiveAt = '2026-12-24T09:00:00.000Z';
    const notice = await order({ what: 'TERMINATE', effectiveAt });
    const one = said([mou!], { orders: [notice] });
    expect(await found(one)).toEqual(['IN_FORCE', null, [], []]);
    expect(await found(one, { issuedAt: effectiveAt })).toEqual(['TERMINATED', null, [], []]);
    const later = { issuedAt: '2026-12-24T10:00:00.000Z', ...remembering(notice) };
    expect(await found(said([mou!]), later)).toEqual(['TERMINATED', null, [], ['termination-withdrawn']]);
  });
});

describe('what is known of another instrument', () => {
  it('stops none but that one', async () => {
    const other = { ...suspension!, order: { ...suspension!.order, instrumentId: 'another' } };
    const { here, found: stands } = await judge(said([mou!]), remembering(other));
    expect([stands, here.orders, here.stood]).toEqual([['IN_FORCE', null, [], []], [], []]);
  });

  it('takes no version out of this one', async () => {
    const texts = [{ instrument: 'another', version: 1, sha256: 'x', effectiveFrom: NOW }];
    const { here } = await judge(said([mou!]), { remembered: { ...NOTHING, texts } });
    expect(here.heldOut).toEqual([]);
  });
});

it('says how an instrument stands where that is not as the bundle says', async () => {
  const { here } = await judge(said([mou!]), remembering(suspension!));
  expect(here.stood).toEqual([{ id: MOU.id, stands: SUSPENDED_BY_POLICE }]);
  expect(here.orders).toEqual([suspension]);
});
