// What a service says of a bundle counts when the service itself signed it, about itself, in its form.
import { generatePartyKeys, publicKeys, sign, type PartyKeys } from '@gatehouse/crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { appliedTopic, signApplied, verifyApplied, type AppliedBundle } from './applied-bundle.ts';

const applied: AppliedBundle = {
  service: 'police-liaison',
  version: 7,
  digest: 'a-Z_0'.padEnd(43, 'x'),
  appliedAt: '2026-11-22T03:00:00Z',
};

let keys: PartyKeys;
beforeAll(async () => {
  keys = await generatePartyKeys('police-liaison');
});
const verified = (jws: string, service = 'police-liaison') => verifyApplied(jws, service, publicKeys(keys).signing);

it('comes back as it was said, on the topic of the service', async () => {
  expect(await verified(await signApplied(applied, keys))).toEqual(applied);
  expect(appliedTopic('ns', 'police-liaison')).toBe('ns.policy.applied.police-liaison');
});

describe('is refused', () => {
  it('where another signed it, or something else was signed', async () => {
    const stranger = await generatePartyKeys('stranger');
    await expect(verified(await signApplied(applied, stranger))).rejects.toMatchObject({ code: 'unknown-signer' });
    await expect(verified(await sign(applied, keys, 'gatehouse-bundle'))).rejects.toMatchObject({
      message: 'what a service says of a bundle does not verify',
    });
    await expect(verified('nothing')).rejects.toMatchObject({ code: expect.any(String) });
  });

  it('where it speaks of another service', async () =>
    expect(verified(await signApplied(applied, keys), 'oversight')).rejects.toMatchObject({
      code: 'of-another-service',
    }));

  it.each<[what: string, change: object]>([
    ['a service that is none', { service: 7 }],
    ['a version that is no whole number', { version: 1.5 }],
    ['a version in words', { version: '7' }],
    ['no digest', { digest: undefined }],
    ['a digest that is too short', { digest: 'x'.repeat(42) }],
    ['a digest that is too long', { digest: 'x'.repeat(44) }],
    ['a digest with something before it', { digest: `=${'x'.repeat(43)}` }],
    ['a digest with something in it', { digest: `${'x'.repeat(42)}=` }],
    ['a digest that is none', { digest: [`${'x'.repeat(43)}`] }],
    ['an instant that is none', { appliedAt: 'now' }],
    ['an instant as a number', { appliedAt: 2026 }],
  ])('with %s', async (_what, change) =>
    expect(verified(await signApplied({ ...applied, ...change }, keys))).rejects.toMatchObject({ code: 'malformed' }),
  );
});
