import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generatePartyKeys, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import { migrate } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { signBundle, type Bundle } from './bundle.ts';
import { BundleKeeper } from './bundle-keeper.ts';
import { policyMigrations } from './policy-migrations.ts';
import { bundleWith, inForce, memorandum, products, question } from './question.fixture.ts';

let db: FreshDatabase;
let registry: PartyKeys;
const clock = new HeldClock('2026-11-23T09:00:00Z');
const keeperOf = (keys: PartyKeys) =>
  new BundleKeeper({ pool: db.pool, verifyKey: publicKeys(keys).signing, clock, products, secret: keys.cursor });

beforeAll(async () => {
  registry = await generatePartyKeys('policy');
});
beforeEach(async () => {
  clock.set('2026-11-23T09:00:00Z');
  db = await freshDatabase('bundles');
  await migrate(db.pool, [policyMigrations]);
});
afterEach(() => db.drop());

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
    const alarms: unknown[] = [];
    await keeper.open((name, about) => alarms.push([name, about]));
    expect(alarms).toEqual([['STORED_BUNDLE_REFUSED', { code: 'bundle-not-verified' }]]);
    expect(keeper.current()).toBeNull();
    await keeper.accept(await signBundle(suspended(2), registry));
    expect(keeper.current()?.bundle.version).toBe(2);
    const older = keeperOf(registry).accept(await signBundle(inForce, registry));
    await expect(older).rejects.toMatchObject({ code: 'bundle-rollback' });
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
