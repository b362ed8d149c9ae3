import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { InstrumentDocument } from '@gatehouse/agreements';
import { loadInstrumentSource } from '@gatehouse/contracts';
import { generatePartyKeys, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import { migrate } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { parse } from 'yaml';
import { signBundle, type Bundle } from './bundle.ts';
import { BundleKeeper, type BundleKeeperOptions } from './bundle-keeper.ts';
import { pastDecisionPoint } from './past-policy.ts';
import { policyMigrations } from './policy-migrations.ts';
import { bundleWith, inForce, memorandum, products, question } from './question.fixture.ts';
import { compiledTexts, type AgreedText } from './signatures/agreed-text.ts';
import { knownFrom, registered, signedText } from './signatures/signed-text.fixture.ts';

let db: FreshDatabase;
let registry: PartyKeys;
let signers: PartyKeys[];
let text: AgreedText;
const LATER = '2026-02-01T00:00:00.000Z';
const document = parse(loadInstrumentSource('kz-prisons-police').text, { schema: 'core' }) as InstrumentDocument;
let alarms: [string, object][];
const clock = new HeldClock('2026-11-23T09:00:00Z');
const keeperOf = (keys: PartyKeys, signers: BundleKeeperOptions['signers'] = 'as-the-registry-says') =>
  new BundleKeeper({
    pool: db.pool,
    verifyKey: publicKeys(keys).signing,
    signers,
    clock,
    products,
    secret: keys.cursor,
    alarm: (name, about) => void alarms.push([name, about]),
  });

beforeAll(async () => {
  registry = await generatePartyKeys('policy');
  signers = await Promise.all(['kz-prison-service', 'kz-police'].map(generatePartyKeys));
  text = await signedText(document, signers);
});
beforeEach(async () => {
  alarms = [];
  clock.set('2026-11-23T09:00:00Z');
  db = await freshDatabase('bundles');
  await migrate(db.pool, [policyMigrations]);
});
afterEach(() => db.drop());

/** A keeper that was given the keys of the two parties. */
const strictKeeper = () => keeperOf(registry, knownFrom(signers));
const signedBundle = (version: number, texts: AgreedText[]): Bundle => ({
  ...bundleWith({ state: 'IN_FORCE', compiled: compiledTexts(texts, products)!.at(-1)!, texts }),
  version,
  signingKeys: registered(signers),
});

const suspended = (version: number): Bundle => ({
  ...bundleWith({ state: 'SUSPENDED', compiled: memorandum() }),
  version,
});
const stored = async () =>
  (await db.pool.query<{ version: string }>('select version from policy.bundles order by version')).rows.map((row) =>
    Number(row.version),
  );

describe('a bundle keeper', () => {
  it('has nothing in use at first', async () => {
    const keeper = keeperOf(registry);
    await keeper.load();
    expect(keeper.current()).toBeNull();
  });

  it('takes a bundle into use, durably, and tells its age', async () => {
    const keeper = keeperOf(registry);
    await keeper.accept(await signBundle(inForce, registry));
    clock.advance(5_500);
    expect(keeper.current()).toMatchObject({ ageSeconds: 25, maxAgeSeconds: 900, verified: true });
    expect(keeper.current()?.point.decide(question).effect).toBe('PERMIT_REDACTED');
    const restarted = keeperOf(registry);
    await restarted.load();
    expect(restarted.current()?.bundle).toEqual(inForce);
  });

  it('decides with a newer one at once', async () => {
    const keeper = keeperOf(registry);
    await keeper.accept(await signBundle(inForce, registry));
    await keeper.accept(await signBundle(suspended(2), registry));
    expect(keeper.current()?.point.decide(question).reason).toBe('MOU_SUSPENDED');
    expect(await stored()).toEqual([1, 2]);
  });

  it('never goes back to an older one, also after a restart', async () => {
    await keeperOf(registry).accept(await signBundle(suspended(7), registry));
    const keeper = keeperOf(registry);
    await expect(keeper.accept(await signBundle(inForce, registry))).rejects.toMatchObject({ code: 'bundle-rollback' });
    await keeper.load();
    expect(keeper.current()?.bundle.version).toBe(7);
    expect(await stored()).toEqual([7]);
  });

  it('takes the same again without a change, and another under the same version not at all', async () => {
    const keeper = keeperOf(registry);
    const jws = await signBundle(inForce, registry);
    await keeper.accept(jws);
    await keeper.accept(jws);
    await expect(keeper.accept(await signBundle(suspended(1), registry))).rejects.toMatchObject({
      code: 'bundle-says-two-things',
    });
    expect(keeper.current()?.point.decide(question).effect).toBe('PERMIT_REDACTED');
  });

  it('goes on with the last verified one when a forged one comes', async () => {
    const keeper = keeperOf(registry);
    await keeper.accept(await signBundle(inForce, registry));
    const forged = await signBundle(suspended(2), await generatePartyKeys('policy'));
    await expect(keeper.accept(forged)).rejects.toMatchObject({ code: 'bundle-not-verified' });
    expect(keeper.current()?.bundle.version).toBe(1);
    expect(await stored()).toEqual([1]);
  });

  it.each([
    [
      'does not load',
      { ...suspended(2), instruments: [{ state: 'IN_FORCE', compiled: { ...memorandum(), cedar: 'x' } }] },
      'bundle-not-usable',
    ],
    ['comes from the future', { ...suspended(2), issuedAt: '2026-11-23T09:06:00Z' }, 'bundle-from-the-future'],
  ])('refuses one that %s', async (_what, bundle, code) => {
    const keeper = keeperOf(registry);
    await expect(keeper.accept(await signBundle(bundle, registry))).rejects.toMatchObject({ code });
    expect(keeper.current()).toBeNull();
    expect(await stored()).toEqual([]);
  });

  it('serves nothing from a stored bundle that does not verify', async () => {
    await keeperOf(registry).accept(await signBundle(inForce, registry));
    const keeper = keeperOf(await generatePartyKeys('policy'));
    await expect(keeper.load()).rejects.toMatchObject({ code: 'bundle-not-verified' });
    expect(keeper.current()).toBeNull();
  });

  it('opens all the same where the stored one does not verify any more, says so, and takes the next that does', async () => {
    const before = await generatePartyKeys('policy');
    await keeperOf(before).accept(await signBundle({ ...inForce, version: 9 }, before));
    const keeper = keeperOf(registry);
    await keeper.open();
    expect(alarms).toEqual([['STORED_BUNDLE_REFUSED', { code: 'bundle-not-verified' }]]);
    expect(keeper.current()).toBeNull();
    await keeper.accept(await signBundle(suspended(2), registry));
    expect(keeper.current()?.bundle.version).toBe(2);
    const older = keeperOf(registry).accept(await signBundle(inForce, registry));
    await expect(older).rejects.toMatchObject({ code: 'bundle-rollback' });
  });

  it('holds an instrument out that lacks a signature, says so once, and decides so again later', async () => {
    const strict = strictKeeper();
    const first = await signBundle(signedBundle(2, [{ ...text, signatures: [] }]), registry);
    for (const jws of [first, await signBundle(signedBundle(3, [{ ...text, signatures: [] }]), registry)])
      await strict.accept(jws);
    const { bundle, heldOut, point, digests } = strict.current()!;
    expect([bundle.instruments, heldOut.map(({ code }) => code)]).toEqual([[], ['signature-missing']]);
    expect(alarms).toEqual([['INSTRUMENT_UNVERIFIED', { instrument: 'kz-prisons-police', code: 'signature-missing' }]]);
    expect(point.decide(question).reason).toBe('BUNDLE_UNVERIFIED');
    await strict.accept(await signBundle(signedBundle(4, [text]), registry));
    expect(strict.current()?.point.decide(question).effect).toBe('PERMIT_REDACTED');
    const past = await pastDecisionPoint(db.pool, digests);
    expect('point' in past && past.point.decide(question).reason).toBe('BUNDLE_UNVERIFIED');
    const later = await pastDecisionPoint(db.pool, strict.current()!.digests);
    expect('point' in later && later.point.decide(question).effect).toBe('PERMIT_REDACTED');
  });

  it('remembers across a restart which texts were in force, and takes no older one back', async () => {
    const second = await signedText({ ...document, version: 2, title: 'Amended (invented)' }, signers, LATER);
    await strictKeeper().accept(await signBundle(signedBundle(2, [text, second]), registry));
    const strict = strictKeeper();
    await strict.accept(await signBundle(signedBundle(3, [text]), registry));
    expect(strict.current()?.heldOut.map(({ code }) => code)).toEqual(['version-withdrawn']);
    const restarted = strictKeeper();
    await restarted.load();
    expect(restarted.current()?.heldOut.map(({ code }) => code)).toEqual(['version-withdrawn']);
    await restarted.accept(await signBundle(signedBundle(4, [text, second]), registry));
    expect(restarted.current()?.heldOut).toEqual([]);
  });

  it('of another process is seen after load', async () => {
    const [web, worker] = [keeperOf(registry), keeperOf(registry)];
    await web.accept(await signBundle(inForce, registry));
    await worker.load();
    await web.accept(await signBundle(suspended(2), registry));
    expect(worker.current()?.bundle.version).toBe(1);
    await worker.load();
    expect(worker.current()?.bundle.version).toBe(2);
  });
});
