// What a service remembers of orders: a suspension outlasts a restart and a bundle that leaves it out, and a past decision is made again so.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { loadInstrumentSource } from '@gatehouse/contracts';
import { generatePartyKeys, publicKeys, SIGNED_BESIDE, signDetached, type PartyKeys } from '@gatehouse/crypto';
import { migrate } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { freshDatabase } from '@gatehouse/testing';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { signBundle, type Bundle, type BundleInstrument } from '../bundle.ts';
import { BundleKeeper } from '../bundle-keeper.ts';
import { pastDecisionPoint } from '../past-policy.ts';
import { policyMigrations } from '../policy-migrations.ts';
import { bundleWith, products, question } from '../question.fixture.ts';
import { compiledTexts } from './agreed-text.ts';
import { boundOf, reasonDigest, type Order, type SignedOrder } from './order.ts';
import { knownFrom, registered, signedText } from './signed-text.fixture.ts';

const document = parse(loadInstrumentSource('kz-prisons-police').text, { schema: 'core' }) as InstrumentDocument;
const NOW = '2026-11-23T09:00:00.000Z';

const orderOf = async (by: PartyKeys, said: object): Promise<SignedOrder> => {
  const named = { instrumentId: document.id, version: 1, party: by.party, at: NOW, reasonSha256: reasonDigest('why') };
  const order = { ...named, ...said } as Order;
  return { order, jws: await signDetached(order, by, SIGNED_BESIDE.order, boundOf(order)), handedInAt: NOW };
};

it('stands after a restart and on a bundle without it, until it is taken back', async () => {
  const db = await freshDatabase('orders');
  await migrate(db.pool, [policyMigrations]);
  const registry = await generatePartyKeys('policy');
  const signers = await Promise.all(['kz-prison-service', 'kz-police'].map(generatePartyKeys));
  const police = signers[1]!;
  const texts = [await signedText(document, signers)];
  const alarms: [string, object][] = [];
  const opened = () =>
    new BundleKeeper({
      pool: db.pool,
      verifyKey: publicKeys(registry).signing,
      signers: knownFrom(signers),
      clock: new HeldClock(NOW),
      products,
      secret: registry.cursor,
      alarm: (name, about) => void alarms.push([name, about]),
    });
  const bundle = (version: number, more: Partial<BundleInstrument>): Promise<string> => {
    const said: Bundle = bundleWith({
      state: 'IN_FORCE',
      compiled: compiledTexts(texts, products)![0]!,
      texts,
      ...more,
    });
    return signBundle({ ...said, version, signingKeys: registered(signers) }, registry);
  };
  const suspension = await orderOf(police, {
    what: 'SUSPEND',
    orderId: 's1',
    scope: { kind: 'all' },
    freezePriorCopies: false,
  });
  const claim = { state: 'SUSPENDED', suspension: { by: police.party, freezePriorCopies: false } };
  await opened().accept(await bundle(2, { ...claim, orders: [suspension] }));
  await opened().accept(await bundle(3, {}));
  expect(alarms).toEqual([['ORDER_UNVERIFIED', { instrument: document.id, code: 'suspension-withdrawn' }]]);
  const restarted = opened();
  await restarted.load();
  const { bundle: here, point, digests } = restarted.current()!;
  expect([here.instruments[0]!.state, point.decide(question).reason]).toEqual(['SUSPENDED', 'MOU_SUSPENDED']);
  const back = await orderOf(police, { what: 'REINSTATE', orderId: 'r1', suspensionId: 's1' });
  await restarted.accept(await bundle(4, { orders: [back] }));
  expect(restarted.current()!.point.decide(question).effect).toBe('PERMIT_REDACTED');
  const past = await pastDecisionPoint(db.pool, digests);
  expect('point' in past && past.point.decide(question).reason).toBe('MOU_SUSPENDED');
  await restarted.accept(await bundle(5, { ...claim, orders: [suspension, back] }));
  expect(restarted.current()!.bundle.instruments[0]!.state).toBe('IN_FORCE');
  expect(alarms.at(-1)).toEqual(['ORDER_UNVERIFIED', { instrument: document.id, code: 'suspension-replayed' }]);
  await db.drop();
});
