import { beforeAll, describe, expect, it } from '@jest/globals';
import { generatePartyKeys, publicKeys, sign, type PartyKeys } from '@gatehouse/crypto';
import { BUNDLE_TYPE, signBundle, verifyBundle } from './bundle.ts';
import { inForce } from './question.fixture.ts';

let registry: PartyKeys;
let stranger: PartyKeys;
beforeAll(async () => {
  registry = await generatePartyKeys('policy');
  stranger = await generatePartyKeys('stranger');
});

describe('a bundle', () => {
  it('comes back as it was signed', async () => {
    expect(await verifyBundle(await signBundle(inForce, registry), publicKeys(registry).signing)).toEqual(inForce);
  });

  it('of another signer is refused', async () => {
    const jws = await signBundle(inForce, stranger);
    await expect(verifyBundle(jws, publicKeys(registry).signing)).rejects.toMatchObject({
      code: 'bundle-not-verified',
    });
  });

  it('that was altered is refused', async () => {
    const [header, , signature] = (await signBundle(inForce, registry)).split('.');
    const other = (await signBundle({ ...inForce, maxAgeSeconds: 1_000_000 }, registry)).split('.')[1];
    const forged = [header, other, signature].join('.');
    await expect(verifyBundle(forged, publicKeys(registry).signing)).rejects.toMatchObject({
      code: 'bundle-not-verified',
    });
  });

  it('is nothing else the registry signed', async () => {
    const other = await sign(inForce, registry, 'receipt');
    await expect(verifyBundle(other, publicKeys(registry).signing)).rejects.toMatchObject({
      code: 'bundle-not-verified',
    });
    const empty = await sign({ version: 'one' }, registry, BUNDLE_TYPE);
    await expect(verifyBundle(empty, publicKeys(registry).signing)).rejects.toMatchObject({ code: 'bundle-malformed' });
  });

  it.each(['', 'a.b.c', '{}'])('is not %j', async (text) => {
    await expect(verifyBundle(text, publicKeys(registry).signing)).rejects.toMatchObject({
      code: 'bundle-not-verified',
    });
  });
});
