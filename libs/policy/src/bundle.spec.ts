import { deflateRawSync } from 'node:zlib';
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
    for (const deflated of ['', 'AAAA', 7])
      await expect(
        verifyBundle(await sign({ deflated }, registry, BUNDLE_TYPE), publicKeys(registry).signing),
      ).rejects.toMatchObject({ code: 'bundle-malformed' });
    const bomb = deflateRawSync(Buffer.alloc(40 * 1024 * 1024, ' ')).toString('base64url');
    await expect(
      verifyBundle(await sign({ deflated: bomb }, registry, BUNDLE_TYPE), publicKeys(registry).signing),
    ).rejects.toMatchObject({ code: 'bundle-malformed' });
    const before = await sign(inForce, registry, BUNDLE_TYPE);
    expect(await verifyBundle(before, publicKeys(registry).signing)).toEqual(inForce);
    expect(before.length / (await signBundle(inForce, registry)).length).toBeGreaterThan(2);
    const empty = await sign({ version: 'one' }, registry, BUNDLE_TYPE);
    await expect(verifyBundle(empty, publicKeys(registry).signing)).rejects.toMatchObject({ code: 'bundle-malformed' });
  });

  it.each(['', 'a.b.c', '{}'])('is not %j', async (text) => {
    await expect(verifyBundle(text, publicKeys(registry).signing)).rejects.toMatchObject({
      code: 'bundle-not-verified',
    });
  });
});
